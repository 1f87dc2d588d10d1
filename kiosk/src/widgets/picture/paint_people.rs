//! People, and what is theirs.

use super::pen::{Pen, curve_points};

pub(super) fn person(pen: &Pen<'_>) {
    pen.circle((12.0, 7.5), 3.8);
    pen.dome(12.0, 13.8, 7.2, 21.0);
}

pub(super) fn woman(pen: &Pen<'_>) {
    pen.dome(12.0, 2.8, 5.4, 15.0);
    pen.circle((12.0, 8.6), 2.9);
    pen.dome(12.0, 15.0, 8.0, 21.2);
}

pub(super) fn family(pen: &Pen<'_>) {
    for x in [5.6, 18.4] {
        pen.circle((x, 6.0), 2.4);
        pen.dome(x, 10.2, 3.4, 20.5);
    }
    pen.circle((12.0, 12.0), 1.7);
    pen.dome(12.0, 15.4, 2.2, 20.5);
}

pub(super) fn elder(pen: &Pen<'_>) {
    pen.circle((9.8, 4.8), 2.3);
    pen.line(&[(9.0, 8.8), (7.8, 14.2), (6.4, 21.0)]);
    pen.line(&[(7.8, 14.2), (10.8, 21.0)]);
    pen.line(&[(8.8, 10.0), (12.2, 13.0), (15.6, 12.6)]);
    pen.line(&[(15.6, 21.0), (15.6, 12.6)]);
    pen.curve([(15.6, 12.6), (15.6, 10.4), (18.8, 10.4), (18.8, 12.8)]);
}

pub(super) fn wheelchair(pen: &Pen<'_>) {
    pen.dot((9.6, 4.2), 1.9);
    pen.line(&[(9.8, 7.6), (10.4, 13.4), (15.8, 13.4), (18.0, 19.4), (20.2, 18.8)]);
    pen.line(&[(10.1, 10.2), (14.6, 10.2)]);
    pen.arc((10.4, 16.0), 5.3, 20.0, 236.0);
}

pub(super) fn care(pen: &Pen<'_>) {
    let heart = [
        curve_points([(12.0, 13.8), (8.6, 11.2), (6.6, 9.2), (6.6, 6.6)]),
        curve_points([(6.6, 6.6), (6.6, 2.6), (11.0, 2.4), (12.0, 5.6)]),
        curve_points([(12.0, 5.6), (13.0, 2.4), (17.4, 2.6), (17.4, 6.6)]),
        curve_points([(17.4, 6.6), (17.4, 9.2), (15.4, 11.2), (12.0, 13.8)]),
    ];
    pen.outline(&heart.concat());
    for side in [-1.0, 1.0] {
        let x = |away: f32| 12.0 + side * away;
        pen.tint(&[(12.0, 5.6), (x(1.4), 3.8), (x(3.2), 3.4), (x(5.0), 4.6), (x(5.3), 7.4), (12.0, 13.8)]);
        pen.curve([(x(9.0), 11.0), (x(9.0), 15.0), (x(5.2), 16.0), (x(3.0), 21.0)]);
        pen.line(&[(x(9.0), 11.0), (x(9.0), 17.4), (x(7.0), 21.0)]);
    }
}

pub(super) fn volunteer(pen: &Pen<'_>) {
    let heart = [
        curve_points([(12.0, 8.6), (9.8, 6.9), (8.6, 5.6), (8.6, 4.2)]),
        curve_points([(8.6, 4.2), (8.6, 1.8), (11.4, 1.7), (12.0, 3.6)]),
        curve_points([(12.0, 3.6), (12.6, 1.7), (15.4, 1.8), (15.4, 4.2)]),
        curve_points([(15.4, 4.2), (15.4, 5.6), (14.2, 6.9), (12.0, 8.6)]),
    ];
    pen.outline(&heart.concat());
    for x in [6.6, 17.4] {
        pen.circle((x, 11.6), 2.5);
        pen.dome(x, 15.8, 4.0, 21.4);
    }
}

/// Two open hands beneath what they give.
pub(super) fn hands(pen: &Pen<'_>) {
    pen.circle((12.0, 6.4), 3.6);
    for side in [-1.0, 1.0] {
        let x = |away: f32| 12.0 + side * away;
        pen.curve([(x(1.2), 14.2), (x(3.6), 15.6), (x(6.0), 14.2), (x(9.6), 10.6)]);
        pen.line(&[(x(9.6), 10.6), (x(10.2), 12.4), (x(6.8), 17.6), (x(1.2), 19.0)]);
        pen.line(&[(x(1.2), 14.2), (x(1.2), 21.2)]);
    }
}

pub(super) fn identity(pen: &Pen<'_>) {
    pen.block((2.6, 5.4), (21.4, 18.6), 2.0);
    pen.dot((8.0, 10.2), 1.9);
    pen.line(&[(5.4, 15.4), (6.4, 13.9), (9.6, 13.9), (10.6, 15.4)]);
    pen.line(&[(14.0, 10.2), (18.4, 10.2)]);
    pen.line(&[(14.0, 14.4), (18.4, 14.4)]);
}
