//! The screens, a folder a route: `data.rs` says what is shown (plain, comparable), `ui.rs` paints it and returns what
//! was asked for. A screen never saves, sends or waits; the app does.

mod button_rows;
mod comment;
mod device;
mod drafts;
mod faces;
mod fault;
mod field;
mod first_start;
mod frame;
mod idle;
mod inputs;
mod keyboard_words;
mod layout;
mod need;
mod notice;
mod page;
mod party;
mod pin;
mod printing;
mod promise;
mod rate_service;
mod reasons;
mod receipt;
mod register;
mod representatives;
mod settings;
mod show;
mod sign_in;
mod spoken;
mod suggestion;
mod summary;
mod thanks;
mod tiles;
mod today;
mod trouble;
mod view;
mod welcome;
mod who;

pub use idle::{IdleData, idle_ui};
pub use inputs::{Input, Inputs};
pub use printing::{PrintData, PrinterView, print_state};
pub use receipt::receipt_page;
pub use show::show;
pub use spoken::{buttons, choices, idle_script, script_of};
pub use view::{Choice, View, department_of};
