//! An untouched replica that takes a change: does it apply, save, load back, and can honest people write on?

use automerge::{Automerge, Change, ReadDoc as _};

use super::quietly;

/// What an untouched replica made of a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It lives on.
    Lives,
    /// Applying it failed, panicked, or left it hanging in the queue.
    DoesNotApply,
    /// What was saved afterwards does not load to the same state.
    DoesNotLoad,
    /// The next honest change is not taken, or ruins it.
    NobodyWritesOn,
    /// Its values in view are not those that admission worked out.
    ReadsOtherwise,
}

/// Applies a change to a copy of a replica, then an honest change that builds on it.
pub fn verdict(untouched: &Automerge, change: &Change, next: Option<&Change>) -> Verdict {
    let mut replica = untouched.clone();
    if !takes(&mut replica, change) {
        return Verdict::DoesNotApply;
    }
    if !saves_and_loads(&replica) {
        return Verdict::DoesNotLoad;
    }
    match next {
        Some(next) if takes(&mut replica, next) && saves_and_loads(&replica) => Verdict::Lives,
        Some(_) | None => Verdict::NobodyWritesOn,
    }
}

fn takes(replica: &mut Automerge, change: &Change) -> bool {
    let applied = quietly(|| replica.apply_changes([change.clone()]).is_ok());
    applied == Some(true) && replica.get_heads().contains(&change.hash())
}

fn saves_and_loads(replica: &Automerge) -> bool {
    let loaded = quietly(|| Automerge::load(&replica.save()).ok().map(|loaded| (loaded.get_heads(), loaded)));
    let Some(Some((heads, loaded))) = loaded else { return false };
    let length = |of: &Automerge| quietly(|| of.length(automerge::ROOT));
    heads == replica.get_heads() && length(&loaded) == length(replica)
}
