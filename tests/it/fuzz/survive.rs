//! An untouched replica that takes a change: does it apply, save, load back, and can honest people write on?

use automerge::{Automerge, Change, ReadDoc as _};

use super::quietly;

/// What is wrong with something that was let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Admission panicked.
    Panics,
    /// It is written back in other bytes than it was read from.
    WrittenOtherwise,
    /// Applying it failed, panicked, or left it hanging in the queue.
    DoesNotApply,
    /// What was saved afterwards does not load to the same state.
    DoesNotLoad,
    /// The next honest change is not taken, or ruins it.
    NobodyWritesOn,
    /// Its hash, heads or values in view are not those that admission worked out.
    ReadsOtherwise,
}

/// Applies a change to a copy of a replica, then an honest change that builds on it. Returns the copy as it was loaded back
/// between the two.
pub fn survives(untouched: &Automerge, change: &[u8], next: &[u8]) -> Result<Automerge, Fault> {
    let mut replica = untouched.clone();
    if !takes(&mut replica, change) {
        return Err(Fault::DoesNotApply);
    }
    let loaded = loaded_back(&replica).ok_or(Fault::DoesNotLoad)?;
    if takes(&mut replica, next) && loaded_back(&replica).is_some() {
        Ok(loaded)
    } else {
        Err(Fault::NobodyWritesOn)
    }
}

fn takes(replica: &mut Automerge, change: &[u8]) -> bool {
    let Some(Ok(change)) = quietly(|| Change::try_from(change)) else { return false };
    let hash = change.hash();
    let applied = quietly(|| replica.apply_changes([change]).is_ok());
    applied == Some(true) && replica.get_heads().contains(&hash)
}

fn loaded_back(replica: &Automerge) -> Option<Automerge> {
    let loaded = quietly(|| Automerge::load(&replica.save()).ok())??;
    let length = |of: &Automerge| quietly(|| of.length(automerge::ROOT));
    (loaded.get_heads() == replica.get_heads() && length(&loaded) == length(replica)).then_some(loaded)
}
