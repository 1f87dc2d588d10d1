//! What a field was before its edits. Knows no editor: it is told texts and carets.

/// Edits that can be taken back: 64 × 4,000 characters × at most 4 bytes = 1 MiB a field at worst.
pub const UNDO_LIMIT_STEPS: usize = 64;

/// A field as it was: its text, and the bytes at which its selection begins and where its caret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Snapshot {
    pub(super) text: String,
    pub(super) anchor: usize,
    pub(super) focus: usize,
}

/// The steps back and, once some were taken, the steps forward again.
#[derive(Debug, Default)]
pub(super) struct History {
    back: Vec<Snapshot>,
    forward: Vec<Snapshot>,
    /// Where the caret stood after the last typed letter: a letter that is typed there joins its step.
    typed_until: Option<usize>,
}

/// What an edit was, for the question whether it joins the step before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// A letter was typed; this one begins a word or not.
    Letter { begins_word: bool },
    /// Anything else.
    Other,
}

impl History {
    /// Takes note of an edit that was done: what was there before it, and where the caret is now.
    pub(super) fn edited(&mut self, before: Snapshot, edit: Edit, caret: usize) {
        self.forward.clear();
        let joins = edit == Edit::Letter { begins_word: false }
            && before.anchor == before.focus
            && self.typed_until == Some(before.focus);
        if !joins {
            if self.back.len() == UNDO_LIMIT_STEPS {
                self.back.remove(0);
            }
            self.back.push(before);
        }
        self.typed_until = match edit {
            Edit::Letter { .. } => Some(caret),
            Edit::Other => None,
        };
    }

    /// Returns what was there before the last step; `now` is what a redo gives back.
    pub(super) fn undo(&mut self, now: Snapshot) -> Option<Snapshot> {
        let before = self.back.pop()?;
        self.forward.push(now);
        self.typed_until = None;
        Some(before)
    }

    /// Returns what was there before the last undo.
    pub(super) fn redo(&mut self, now: Snapshot) -> Option<Snapshot> {
        let after = self.forward.pop()?;
        self.back.push(now);
        self.typed_until = None;
        Some(after)
    }
}
