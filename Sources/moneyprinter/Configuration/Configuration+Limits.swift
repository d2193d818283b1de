import EventStore

extension Configuration {
    /// What one caller may ask for.
    struct Limits: Equatable, Sendable {
        /// Requests of one connection in one window.
        var requests = 100
        var windowSeconds = 60
        var videoSeconds = 180
        /// Requests of one address in a minute, before anybody has said who they are.
        var addressRequests = 3000
        var lockoutFailures = 5
        var lockoutAddressFailures = 20
        var lockoutSeconds = 900
        /// Units that a call of a tool costs; 1 where it is not named.
        var costs: [String: Int] = [:]
        /// Beside the published ones, or in the place of one of the same name.
        var own: [LimitPolicy] = []
        /// Seconds in which a request's head must be there.
        var headSeconds = 10
        /// Seconds without a sign of life from an HTTP client whose turn it is.
        var idleSeconds = 120
        /// Seconds without a message on a WebSocket.
        var socketIdleSeconds = 900
        /// Connections of one address; nil for three quarters of all.
        var addressConnections: Int?
        /// Tool calls of one principal at once.
        var callsAtOnce = 64

        /// Tasks that are not over, of all callers.
        var queuedTasks = 1000
        var quotas = QuotaRecord()
        /// Of roles that have their own, each whole.
        var roleQuotas: [String: QuotaRecord] = [:]

        /// As the log keeps them.
        var quotasSet: LimitQuotasSet {
            LimitQuotasSet(base: quotas.quotas, roles: roleQuotas.mapValues(\.quotas))
        }

        /// As the log keeps them: the published rates of roles, and those of the file.
        var policies: LimitPoliciesSet {
            let roles = LimitPolicy.published.filter { $0.scope == .principal }
            let fixed = [
                LimitPolicy(name: "connection", scope: .connection, quota: requests, window: windowSeconds),
                LimitPolicy(name: "address", scope: .address, quota: addressRequests, window: 60),
            ]
            let replaced = Set(own.map(\.name))
            return LimitPoliciesSet(
                policies: (roles + fixed).filter { !replaced.contains($0.name) } + own, costs: costs,
                lockout: LockoutPolicy(
                    failures: lockoutFailures, addressFailures: lockoutAddressFailures, window: lockoutSeconds))
        }
    }
}
