//! Numbers on what can be chosen, while a person listens: they hear "choice 3" and press 3.

use egui::response::Flags;
use egui::{Context, Id, Rect, Response, Ui, Vec2};

use super::parts::{paint_centered, split_start};
use crate::text::TextStyle;
use crate::theme::{Look, TextKind};

/// The numbers of a pass.
#[derive(Clone, Debug, Default)]
struct Numbers {
    pass: u64,
    given: Vec<Id>,
    is_on: bool,
    pressed: Option<usize>,
}

/// Has choices numbered in this pass, and the one chosen whose number was pressed.
pub fn number_choices(ctx: &Context, is_on: bool, pressed: Option<usize>) {
    let pass = ctx.cumulative_pass_nr();
    let numbers = Numbers { pass, given: Vec::new(), is_on, pressed };
    ctx.data_mut(|data| data.insert_temp(Id::unique("numbers"), numbers));
}

/// Returns the choices of the last pass in the order of their numbers; none where choices are not numbered.
pub fn numbered_choices(ctx: &Context) -> Vec<Id> {
    let numbers = ctx.data(|data| data.get_temp::<Numbers>(Id::unique("numbers"))).unwrap_or_default();
    if numbers.is_on { numbers.given } else { Vec::new() }
}

/// Numbers a choice, where choices are numbered, and presses it where its number was. The number is to be painted last.
pub(super) fn numbered(ui: &Ui, response: &mut Response) -> Option<usize> {
    let pass = ui.ctx().cumulative_pass_nr();
    let (number, is_pressed) = ui.data_mut(|data| {
        let numbers = data.get_temp_mut_or_default::<Numbers>(Id::unique("numbers"));
        if !numbers.is_on || numbers.pass != pass {
            return None;
        }
        numbers.given.push(response.id);
        let number = numbers.given.len();
        Some((number, numbers.pressed == Some(number)))
    })?;
    if is_pressed && ui.is_enabled() {
        response.flags.set(Flags::FAKE_PRIMARY_CLICKED, true);
    }
    Some(number)
}

/// Returns the room that a number takes before a choice's mark; none where choices are not numbered.
pub(super) fn number_room(ctx: &Context, look: &Look) -> f32 {
    let numbers = ctx.data(|data| data.get_temp::<Numbers>(Id::unique("numbers")));
    let is_on = numbers.is_some_and(|numbers| numbers.is_on && numbers.pass == ctx.cumulative_pass_nr());
    if is_on { number_side(look) + look.sizes.gap / 2.0 } else { 0.0 }
}

fn number_side(look: &Look) -> f32 {
    (look.sizes.touch * 0.4).round()
}

/// Paints a choice's number in the middle of `place`, before its mark.
pub(super) fn paint_number(ui: &Ui, look: &Look, place: Rect, number: Option<usize>) {
    let Some(number) = number else { return };
    let side = number_side(look);
    let (place, _) = split_start(look, place, side);
    paint_at(ui, look, Rect::from_center_size(place.center(), Vec2::splat(side)), number);
}

/// Paints a choice's number in the upper corner at the end side.
pub(super) fn paint_number_in_corner(ui: &Ui, look: &Look, rect: Rect, number: Option<usize>) {
    let Some(number) = number else { return };
    let (side, inset) = (number_side(look), look.sizes.gap / 2.0);
    let rect = rect.shrink(inset);
    let corner =
        if look.direction.is_rtl() { rect.left_top() } else { rect.right_top() - Vec2::new(side, 0.0) };
    paint_at(ui, look, Rect::from_min_size(corner, Vec2::splat(side)), number);
}

fn paint_at(ui: &Ui, look: &Look, place: Rect, number: usize) {
    let side = place.height();
    ui.painter().rect_filled(place, look.sizes.radius_small, look.palette.primary);
    let style = look.style(TextKind::Small).semi_bold().color(look.palette.on_primary);
    let style = TextStyle { size: style.size.min(side * 0.75), line_height: side, ..style };
    let galley = look.text.galley(ui.ctx(), &style, None, &number.to_string());
    paint_centered(ui.painter(), place, galley, 0.0);
}
