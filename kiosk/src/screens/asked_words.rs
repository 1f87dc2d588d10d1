//! Words, a date or a code that staff type into one field, with the keyboard beneath: why a planned visit is dropped, a part of a support
//! request, the code of a pass are instances of [`AskedWords`].

use egui::{Ui, vec2};

use super::inputs::{FieldData, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::{field_height, title};
use super::page::{Foot, still_page};
use crate::action::Action;
use crate::theme::{Look, TextKind};
use crate::widgets::notice;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedWords {
    /// What it is for.
    pub title: String,
    /// Whom or what it is about.
    pub about: String,
    /// What is wrong; in place of whom it is about, so that the field stays in sight in larger text too.
    pub fault: Option<String>,
    /// The field, whose name stands above it.
    pub field: FieldData,
    /// What was understood, or what is wrong with it.
    pub note: Option<String>,
    /// The keyboard.
    pub keyboard: KeyboardData,
    /// The ways back and on.
    pub foot: Foot,
}

/// Adds the field above the keyboard.
pub fn asked_words_ui(ui: &mut Ui, look: &Look, data: &AskedWords, inputs: &mut Inputs) -> Option<Action> {
    still_page(ui, look, &data.foot, |ui| {
        inputs.show_only(look, &[data.field.input]);
        inputs.above_keys(ui, look, &data.keyboard, |ui, inputs| {
            title(ui, look, &data.title, Some(data.about.as_str()).filter(|_| data.fault.is_none()));
            if let Some(fault) = &data.fault {
                notice(ui, look, fault);
            }
            look.label(ui, TextKind::Small, &data.field.name);
            let size = vec2(ui.available_width(), field_height(look, 1.0));
            let typed = inputs.write(ui, look, &data.field, size);
            if let Some(note) = &data.note {
                look.label(ui, TextKind::Body, note);
            }
            typed
        })
    })
}
