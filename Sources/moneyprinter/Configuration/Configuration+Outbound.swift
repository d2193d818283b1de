extension Configuration {
    /// Where the service itself may connect to.
    struct Outbound: Equatable, Sendable {
        /// Networks that names in URLs may resolve to, although they are not public.
        var networks: [String] = []
    }
}
