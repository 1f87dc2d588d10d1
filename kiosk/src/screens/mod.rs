//! The screens, a file each: `XxxData` says what is shown (plain, comparable), `xxx_ui` paints it and returns what was asked
//! for. A screen never saves, sends or waits; the app does.
//!
//! Screens that are alike are instances of one: `choice` (a question with choices), `number`, `writing`, `summary`, and
//! `question` over any of them.

mod access_bar;
mod asked_words;
mod attract;
mod board;
mod button_rows;
mod calling;
mod choice;
mod curtain;
mod device;
mod drafts;
mod exit;
mod faces;
mod fault;
mod field;
mod first_start;
mod frame;
mod guide;
mod idle;
mod inputs;
mod keyboard_words;
mod layout;
mod lists;
mod logo;
mod notice;
mod number;
mod opening;
mod out_of_order;
mod page;
mod people;
mod pictures;
mod pin;
mod planned;
mod printing;
mod pulled;
mod question;
mod rating;
mod receipt;
mod register;
mod representatives;
mod request;
mod returned;
mod settings;
mod show;
mod sign_in;
mod spoken;
mod stated_date;
mod suggestion;
mod summary;
mod tabs;
mod thanks;
mod tiles;
mod today;
mod trouble;
mod view;
mod visit;
mod visitor;
mod waiting;
mod welcome;
mod writing;

pub use curtain::curtain_ui;
pub use guide::entry_page;
pub use idle::{IdleData, idle_ui};
pub use inputs::Inputs;
pub use logo::LogoPicture;
pub use printing::PrinterView;
pub use question::{leave_question, question_ui};
pub use receipt::receipt_page;
pub use show::show;
pub use view::View;
pub use visitor::script_of;
