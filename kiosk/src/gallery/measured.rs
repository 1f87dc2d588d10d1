//! A stage's single frames at times that the caller sets: for measuring and for counting repaints. Paints no pixel.

use std::time::Duration;

use egui::{ClippedPrimitive, Context, Event, Pos2, RawInput, Rect, ViewportId};

use super::Stage;
use crate::action::Action;

/// What a frame came to.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The triangles that a window would hand to its graphics driver.
    pub triangles: Vec<ClippedPrimitive>,
    /// When the app wants to be painted again; [`Duration::MAX`]: not before something happens.
    pub repaint_after: Duration,
}

impl Stage {
    /// Runs one pass at `seconds` since the start, never earlier than the pass before, and turns it into triangles: all
    /// that a window does on the processor for a frame. Pictures are not taken of a stage after this.
    pub fn frame(&mut self, seconds: f64, events: Vec<Event>) -> Frame {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(seconds),
            events,
            focused: true,
            ..RawInput::default()
        };
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        output.textures_delta.clear();
        let repaint_after =
            output.viewport_output.get(&ViewportId::ROOT).map_or(Duration::MAX, |root| root.repaint_delay);
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        Frame { triangles, repaint_after }
    }

    /// Does what a screen would ask for; the next frame shows it.
    pub fn ask(&mut self, action: Action) {
        self.app.apply(action, &self.ctx);
    }

    /// Returns the context that the stage's app is in.
    pub fn context(&self) -> &Context {
        &self.ctx
    }
}
