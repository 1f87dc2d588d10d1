//! The app without a touch: arrow keys lead from part to part, OK presses, Escape goes back (EN 301 549 5.5 to 5.9, 508 §407). Which
//! part an arrow leads to is [`next_stop`]'s; what OK and Escape do is the parts' own.

use egui::{Context, Event, FocusDirection, Key};

use super::KioskApp;
use super::presses::Place;
use crate::widgets::{Arrow, Stop, next_stop, stops};

/// Whether a person steers with keys, and where they are.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Since a key was used and the screen not touched.
    used: bool,
    /// The screen that the focus was on.
    place: Option<Place>,
    /// A key moved the focus: what it came to is to be said.
    pub(super) moved: bool,
}

impl KioskApp {
    /// Moves the focus where an arrow key points; a person who steers with keys always finds it on a part of the screen.
    pub(super) fn steer(&mut self, ctx: &Context) {
        let mut arrows = Vec::new();
        let (mut touched, mut tabbed) = (false, false);
        let focused = ctx.memory(|memory| memory.focused());
        let stops = stops(ctx);
        let at = focused.and_then(|id| stops.iter().position(|stop| stop.id == id));
        let keeps = |arrow: Arrow| at.is_some_and(|at| stops[at].keeps.contains(&arrow));
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                touched |= matches!(event, Event::PointerButton { .. } | Event::Touch { .. });
                tabbed |= matches!(event, Event::Key { key: Key::Tab, pressed: true, .. });
                let Some(arrow) = arrow_of(event).filter(|arrow| !keeps(*arrow)) else { return true };
                arrows.push(arrow);
                false
            });
        });
        if touched {
            self.keys.used = false;
        }
        self.keys.used |= tabbed || !arrows.is_empty();
        self.keys.moved |= tabbed;
        if !self.keys.used {
            return;
        }
        let mut target = at;
        for arrow in &arrows {
            target = match target {
                Some(at) => next_stop(&stops, at, *arrow, self.look.direction).or(Some(at)),
                None => self.first_stop(&stops),
            };
        }
        let place = Some(Place::of(&self.route));
        if place != self.keys.place {
            self.keys.place = place;
            // the screen that was is still noted: this one's parts are known in the next pass
            ctx.memory_mut(|memory| focused.map(|id| memory.surrender_focus(id)));
            ctx.request_repaint();
            return;
        }
        if arrows.is_empty() && at.is_none() && focused.is_none() && !tabbed {
            target = self.first_stop(&stops);
        }
        let Some(target) = target.filter(|target| Some(*target) != at) else { return };
        self.keys.moved |= !arrows.is_empty();
        let id = stops[target].id;
        ctx.memory_mut(|memory| {
            // egui would go on by itself, and not reach everything
            memory.move_focus(FocusDirection::None);
            memory.request_focus(id);
        });
        ctx.request_repaint();
    }

    /// The first part below the frame's own, which stand on every screen.
    fn first_stop(&self, stops: &[Stop]) -> Option<usize> {
        let header = self.look.sizes.button + self.look.sizes.margin;
        let below = stops.iter().position(|stop| stop.rect.top() > header);
        below.or((!stops.is_empty()).then_some(0))
    }
}

fn arrow_of(event: &Event) -> Option<Arrow> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    if modifiers.any() {
        return None;
    }
    match key {
        Key::ArrowUp => Some(Arrow::Up),
        Key::ArrowDown => Some(Arrow::Down),
        Key::ArrowLeft => Some(Arrow::Left),
        Key::ArrowRight => Some(Arrow::Right),
        _ => None,
    }
}
