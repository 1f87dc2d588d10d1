//! The pictures that there are, and the codes by which a catalog names them.

macro_rules! pictures {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A picture. Its code stands in catalogs: codes are never given another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Picture { $($(#[$doc])* $name,)* }

        impl Picture {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the code that a catalog names it by.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

pictures! {
    /// A person: beneficiary, visitor.
    Person = "person",
    /// A woman: to be served by one.
    Woman = "woman",
    /// Two adults and a child.
    Family = "family",
    /// An elderly person with a stick.
    Elder = "elder",
    /// A wheelchair: disability, access.
    Wheelchair = "wheelchair",
    /// A heart that is held: care, widows, orphans.
    Care = "care",
    /// Two people and a heart: volunteering.
    Volunteer = "volunteer",
    /// An identity card: national id, iqama.
    Identity = "identity",
    /// A house: housing, a home visit.
    Home = "home",
    /// A basket: food.
    Basket = "basket",
    /// A banknote: support in money.
    Money = "money",
    /// A doctor's bag: health.
    Medical = "medical",
    /// An open book: education, training, the guide.
    Book = "book",
    /// A briefcase: work.
    Work = "work",
    /// A telephone: a call, a mobile number.
    Phone = "phone",
    /// An envelope: a letter.
    Letter = "letter",
    /// A car: transport.
    Car = "car",
    /// A shirt: clothes.
    Clothes = "clothes",
    /// A drop and a flash: water and electricity.
    Utilities = "utilities",
    /// A sheet: a document, a receipt, a request.
    Document = "document",
    /// A pencil: a signature, a note.
    Pen = "pen",
    /// A wrapped box: support in kind.
    Gift = "gift",
    /// A mosque: prayer time.
    Mosque = "mosque",
    /// A sheet of days: a date.
    Calendar = "calendar",
    /// A printer.
    Printer = "printer",
    /// A lamp: a suggestion.
    Lamp = "lamp",
    /// A bell: a call to the desk.
    Bell = "bell",
    /// A padlock: a PIN, privacy.
    Lock = "lock",
    /// A speech bubble: social media, a conversation.
    Chat = "chat",
    /// A clock: waiting, late, opening hours.
    Clock = "clock",
    /// A pair of scales: a complaint, an objection.
    Scales = "scales",
    /// A star: a rating.
    Star = "star",
    /// Two hands that hold: support.
    Hands = "hands",
    /// A question mark in a circle: an enquiry, an answer.
    Question = "question",
    /// Three dots in a circle: something else.
    More = "more",
    /// The letter i in a circle: information.
    Info = "info",
    /// A magnifying glass: search.
    Search = "search",
    /// A tick in a circle: done.
    Check = "check",
    /// A cross in a circle: leaving without saving.
    Cancel = "cancel",
    /// A pin: a place.
    Place = "place",
    /// A loudspeaker: spoken prompts.
    Sound = "sound",
    /// Lines beside an arrow: larger text.
    TextSize = "text_size",
    /// A half-filled circle: high contrast.
    Contrast = "contrast",
    /// A framed picture: simple words with pictures.
    Pictures = "pictures",
}

impl Picture {
    /// Returns the picture that a catalog names; `None` for a code that this version does not know.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|picture| picture.code() == code)
    }
}
