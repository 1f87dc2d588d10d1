//! The current day's visits, and the tabs of staff mode.

mod data;
mod tabs;
mod ui;

pub use data::{TodayData, TodayRow, row as today_row};
pub use tabs::{Tab, TabsData, tabs_ui};
pub use ui::{SHARES as TODAY_SHARES, today_ui};
