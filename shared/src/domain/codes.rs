//! The closed lists of the policy and of the program. Each keeps `Other`, so that a value which a newer program
//! wrote survives on an older replica; only entry (a record line, a screen) refuses it.

macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A value of a newer program, kept as it came.
            Other(String),
        }

        impl $name {
            /// The values that this version knows, in the policy's order.
            pub const KNOWN: &[$name] = &[$($name::$variant),+];

            /// Reads a stored code; one that this version doesn't know becomes `Other`.
            pub fn from_code(code: &str) -> Self {
                Self::known(code).unwrap_or_else(|| Self::Other(code.to_owned()))
            }

            /// Reads a code that this version knows; `None` for any other.
            pub fn known(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// Returns the stored code.
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(super) use open_enum;

/// Declares what can be done, each step with its content and its code, and beside it which step that is.
macro_rules! steps {
    (
        $(#[$step_doc:meta])* $step:ident,
        $(#[$kind_doc:meta])* $kind:ident {
            $($(#[$doc:meta])* $variant:ident $(($content:ty))? = $code:literal),+ $(,)?
        }
    ) => {
        $(#[$step_doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum $step {
            $($(#[$doc])* $variant $(($content))?,)+
        }

        $(#[$kind_doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $kind {
            $($(#[$doc])* $variant,)+
        }

        impl $kind {
            /// All steps, in the order in which they are usually done.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the code that lines and entries have.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Reads a code; `None` for a step of a newer program.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }

        impl $step {
            /// Returns which step it is.
            pub fn kind(&self) -> $kind {
                match self {
                    $($crate::domain::codes::steps!(@pattern $variant $($content)?) => $kind::$variant,)+
                }
            }
        }
    };
    (@pattern $variant:ident) => { Self::$variant };
    (@pattern $variant:ident $content:ty) => { Self::$variant(_) };
}
pub(crate) use steps;

open_enum! {
    /// How a contact came about (قناة التواصل), one of the policy's eight (P-20).
    Channel {
        /// المقابلة
        Interview = "interview",
        /// الاتصالات الهاتفية
        PhoneCall = "phone_call",
        /// وسائل التواصل الاجتماعي
        SocialMedia = "social_media",
        /// الخطابات
        Letter = "letter",
        /// خدمات طلب المساعدة
        HelpRequest = "help_request",
        /// خدمة التطوع
        Volunteering = "volunteering",
        /// الموقع الإلكتروني للجمعية
        Website = "website",
        /// مناديب المكاتب الفرعية
        BranchRepresentative = "branch_representative",
    }
}

open_enum! {
    /// The kind of party that a contact was with (P-1).
    Party {
        /// مستفيد
        Beneficiary = "beneficiary",
        /// داعم
        Supporter = "supporter",
        /// متطوع
        Volunteer = "volunteer",
        /// غير ذلك
        OtherParty = "other",
    }
}

open_enum! {
    /// Who began the contact (P-3, P-20).
    Direction {
        /// They came to us.
        In = "in",
        /// We went to them.
        Out = "out",
    }
}

open_enum! {
    /// A satisfaction score: a meaning, never a position on the screen (P-8).
    Score {
        /// ضعيفة جدًا
        VeryBad = "very_bad",
        /// ضعيفة
        Bad = "bad",
        /// جيدة
        Good = "good",
        /// ممتازة
        Excellent = "excellent",
    }
}

open_enum! {
    /// Where a visit was entered.
    Origin {
        /// By the visitor, at an unattended kiosk.
        SelfService = "self_service",
        /// By a member of staff, in staff mode.
        Staff = "staff",
        /// From a file of record lines (a paper register, another program).
        Record = "record",
    }
}

open_enum! {
    /// How a device is used, decided at head office when it is enrolled.
    DeviceMode {
        /// An unattended kiosk: looks nobody up, so it never gets the association's blind-index key.
        SelfService = "self_service",
        /// A branch's kiosk with staff mode.
        Branch = "branch",
        /// A representative's portable machine.
        Field = "field",
    }
}

open_enum! {
    /// What a member of staff may do.
    Role {
        /// مندوب المكتب الفرعي
        Representative = "representative",
        /// موظف علاقات المستفيدين
        Relations = "relations",
        /// مسؤول البحث الاجتماعي
        SocialResearch = "social_research",
        /// لجنة البحث
        Committee = "committee",
        /// Improvement of services from ratings and suggestions.
        Improvement = "improvement",
        /// The catalog's texts.
        Content = "content",
        /// Reads, changes nothing.
        Auditor = "auditor",
        /// Users, devices, branches.
        Administrator = "administrator",
    }
}

open_enum! {
    /// What somebody opens people's values for.
    Purpose {
        /// To study a request.
        Study = "study",
        /// To decide one.
        Decision = "decision",
        /// To give the answer.
        Answer = "answer",
        /// To settle what contradicts.
        Settlement = "settlement",
        /// To look into an objection or a complaint.
        Complaint = "complaint",
        /// To check the work of others.
        Audit = "audit",
    }
}

open_enum! {
    /// What a visitor who is alone at a kiosk is asked for beside a service.
    Asked {
        /// What it is about, in their own words.
        Words = "words",
        /// A mobile number at which they are answered.
        Mobile = "mobile",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_programs_value_survives() {
        let channel = Channel::from_code("hologram");
        assert_eq!(channel, Channel::Other("hologram".to_owned()));
        assert_eq!(channel.code(), "hologram");
        assert_eq!(Channel::known("hologram"), None);
    }

    #[test]
    fn every_known_value_reads_back() {
        assert_eq!(Channel::KNOWN.len(), 8);
        for channel in Channel::KNOWN {
            assert_eq!(&Channel::from_code(channel.code()), channel);
        }
        for score in Score::KNOWN {
            assert_eq!(&Score::from_code(score.code()), score);
        }
    }
}
