import EventStore

extension Form where Value == Timestamp {
    /// A TOML date-time or the same as text; without a zone it is UTC.
    static var moment: Form {
        Form(
            expected: "a time such as 2026-01-31T09:00:00Z",
            read: { (written) throws(Misfit) in
                if case .moment(let moment) = written { return moment }
                guard let text = written.anyText,
                    let moment = Timestamp(iso8601: text) ?? Timestamp(iso8601: text + "Z")
                else { throw Misfit() }
                return moment
            },
            write: { Form<String>.quoted($0.iso8601) })
    }
}
