//! The current day's visits, and the tabs of staff mode.

mod data;
mod tabs;
mod ui;

pub use data::TodayData;
pub use tabs::{Tab, TabsData, tabs_ui};
pub use ui::today_ui;
