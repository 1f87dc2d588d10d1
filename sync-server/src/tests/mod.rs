//! The server as a browser and a kiosk meet it: requests through the router, a real replica in a temporary directory.

mod commands;
mod devices;
mod exchange;
mod faults;
mod harness;
mod headers;
mod held;
mod input;
mod language;
mod public;
mod ratings;
mod receipts;
mod requests;
mod signing_in;
mod suggestions;
mod table;
mod visits;
