//! What lies in the memory of a program that holds keys stays there: no core dump, and no other program of the same user reads it.

/// Why memory could not be kept to the program.
#[derive(Debug, thiserror::Error)]
#[error("the memory of this program cannot be kept from being dumped: {0}")]
pub struct NotKept(#[from] std::io::Error);

/// Has no core be dumped of this process, and none of its memory be read by other programs of the same user. Linux alone; what a
/// machine's administrator may do is not changed.
///
/// # Errors
/// [`NotKept`] where the system refuses; the program can go on.
pub fn keep_to_this_program() -> Result<(), NotKept> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        setrlimit(Resource::Core, none).map_err(std::io::Error::from)?;
        set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(std::io::Error::from)?;
    }
    Ok(())
}
