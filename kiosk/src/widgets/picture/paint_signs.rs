//! Signs: speaking, waiting, judging, finding, reading.

use super::pen::{Pen, arc_points};

pub(super) fn chat(pen: &Pen<'_>) {
    pen.block((2.6, 4.2), (21.4, 16.4), 2.6);
    pen.solid(&[(9.0, 16.4), (15.0, 16.4), (12.0, 20.8)]);
    for x in [7.6, 12.0, 16.4] {
        pen.dot((x, 10.3), 1.2);
    }
}

pub(super) fn clock(pen: &Pen<'_>) {
    pen.circle((12.0, 12.0), 9.2);
    pen.line(&[(12.0, 6.4), (12.0, 12.0), (15.8, 14.6)]);
}

pub(super) fn scales(pen: &Pen<'_>) {
    pen.line(&[(12.0, 3.0), (12.0, 20.4)]);
    pen.line(&[(7.4, 20.6), (16.6, 20.6)]);
    pen.line(&[(4.6, 6.0), (19.4, 6.0)]);
    for middle in [4.6, 19.4] {
        pen.line(&[(middle - 3.4, 13.6), (middle, 6.0), (middle + 3.4, 13.6)]);
        pen.shape(&arc_points((middle, 13.6), 3.4, 0.0, 180.0));
    }
}

pub(super) fn star(pen: &Pen<'_>) {
    let tip = |radius: f32, degrees: f32| arc_points((12.0, 12.6), radius, degrees, degrees)[0];
    let points: Vec<_> = (0..5_u8)
        .flat_map(|arm| {
            let degrees = f32::from(arm) * 72.0 - 90.0;
            [tip(10.0, degrees), tip(4.4, degrees + 36.0)]
        })
        .collect();
    let inner: Vec<_> = points.iter().skip(1).step_by(2).copied().collect();
    pen.tint(&inner);
    for arm in 0..5 {
        pen.tint(&[inner[(arm + 4) % 5], points[2 * arm], inner[arm]]);
    }
    pen.outline(&points);
}

pub(super) fn info(pen: &Pen<'_>) {
    pen.circle((12.0, 12.0), 9.2);
    pen.dot((12.0, 7.6), 1.3);
    pen.line(&[(12.0, 11.2), (12.0, 16.8)]);
}

pub(super) fn question(pen: &Pen<'_>) {
    pen.circle((12.0, 12.0), 9.2);
    pen.curve([(9.0, 9.6), (9.0, 5.6), (15.2, 5.6), (15.0, 9.6)]);
    pen.curve([(15.0, 9.6), (14.8, 11.8), (12.0, 11.6), (12.0, 14.2)]);
    pen.dot((12.0, 17.4), 1.3);
}

pub(super) fn more(pen: &Pen<'_>) {
    pen.circle((12.0, 12.0), 9.2);
    for x in [7.6, 12.0, 16.4] {
        pen.dot((x, 12.0), 1.3);
    }
}

pub(super) fn search(pen: &Pen<'_>) {
    pen.circle((10.4, 10.4), 6.8);
    pen.line(&[(15.4, 15.4), (20.8, 20.8)]);
}

pub(super) fn check(pen: &Pen<'_>) {
    pen.circle((12.0, 12.0), 9.2);
    pen.line(&[(7.6, 12.4), (10.8, 15.6), (16.6, 8.8)]);
}

pub(super) fn cancel(pen: &Pen<'_>) {
    pen.circle((12.0, 12.0), 9.2);
    pen.line(&[(8.4, 8.4), (15.6, 15.6)]);
    pen.line(&[(15.6, 8.4), (8.4, 15.6)]);
}

pub(super) fn place(pen: &Pen<'_>) {
    let mut drop = arc_points((12.0, 9.8), 6.8, 145.0, 395.0);
    drop.push((12.0, 21.6));
    pen.shape(&drop);
    pen.dot((12.0, 9.8), 2.3);
}

pub(super) fn sound(pen: &Pen<'_>) {
    pen.tint(&[(2.8, 9.2), (6.8, 9.2), (6.8, 14.8), (2.8, 14.8)]);
    pen.tint(&[(6.8, 9.2), (12.0, 4.6), (12.0, 19.4), (6.8, 14.8)]);
    pen.outline(&[(2.8, 9.2), (6.8, 9.2), (12.0, 4.6), (12.0, 19.4), (6.8, 14.8), (2.8, 14.8)]);
    pen.arc((12.0, 12.0), 4.6, -42.0, 42.0);
    pen.arc((12.0, 12.0), 8.8, -48.0, 48.0);
}

pub(super) fn text_size(pen: &Pen<'_>) {
    for (y, width) in [(5.0, 3.6), (10.2, 6.2)] {
        pen.line(&[(7.6 - width, y), (7.6 + width, y)]);
    }
    pen.block((1.6, 15.0), (13.6, 19.4), 1.2);
    pen.line(&[(19.0, 4.4), (19.0, 19.6)]);
    for (tip, back) in [(4.4, 7.4), (19.6, 16.6)] {
        pen.line(&[(16.2, back), (19.0, tip), (21.8, back)]);
    }
}

pub(super) fn contrast(pen: &Pen<'_>) {
    pen.circle((12.0, 12.0), 9.2);
    pen.solid(&arc_points((12.0, 12.0), 9.2, -90.0, 90.0));
}

pub(super) fn pictures(pen: &Pen<'_>) {
    pen.block((2.6, 4.6), (21.4, 19.4), 1.8);
    pen.dot((8.0, 9.4), 1.7);
    pen.line(&[(3.6, 17.8), (9.6, 13.0), (12.6, 15.4), (16.4, 11.2), (20.4, 16.0)]);
}
