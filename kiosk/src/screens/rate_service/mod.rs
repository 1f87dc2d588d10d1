//! Which service is rated.

mod data;
mod ui;

pub use data::RateServiceData;
pub use ui::rate_service_ui;
