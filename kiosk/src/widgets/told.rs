//! What assistive technology is told beyond a part's role and name: what belongs together, what is
//! said as soon as it appears, what is in another language. Paints nothing.

use egui::accesskit::{Live, Role};
use egui::{Response, Ui};

/// Has a part that is only read announced as soon as it appears or its words change, after what is being said.
pub fn announce(response: &Response) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

/// Has a part announced at once, whatever is being said: for a question that runs out.
pub fn announce_at_once(response: &Response) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_live(Live::Assertive));
}

/// Says in which language a part's words are, where it is not the screen's. `code` is a BCP 47 tag.
pub fn in_language(response: &Response, code: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_language(code));
}

/// Adds choices that answer one question: `name` is read out before them, and tells "usual" from another "usual".
pub fn answers<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.push_id(name, |ui| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::Group);
            node.set_label(name);
        });
        add(ui)
    })
    .inner
}

/// Returns the name of a button that several rows have, with what it is about: "delete: …".
#[must_use]
pub fn name_with_object(words: &str, object: &str) -> String {
    format!("{words}: {object}")
}
