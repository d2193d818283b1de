/// Who may come in, what they may do, how much of it, and whom that kept out.
///
/// Streams `key-<id>`, `role-<name>`, `token-<id>`, `limits-policies` and `access-<address>`. None of these events
/// holds a key, a token, a signature or an argument.
public enum AccessEvents {
    public static let page: [any Event.Type] = [
        KeyCreated.self, KeyRevoked.self, KeyUsed.self, RoleSaved.self, RoleRemoved.self, TokenRevoked.self,
        AccessRefused.self, AccessDenied.self, AccessDecided.self, LimitPoliciesSet.self, LimitQuotasSet.self,
        LimitExceeded.self,
    ]

    /// Where limits are noted, and refusals of callers without an address.
    public static let limits = StreamName("limits", "policies")

    public static func stream(ofKey id: String) -> StreamName { StreamName("key", id) }
    public static func stream(ofRole name: String) -> StreamName { StreamName("role", name) }
    public static func stream(ofToken id: String) -> StreamName { StreamName("token", id) }
    public static func stream(ofAddress address: String?) -> StreamName { StreamName("access", address ?? "none") }
}

/// An API key was made; the key itself was shown once and is nowhere.
public struct KeyCreated: Event {
    public static let type: EventType = "key.created"
    /// Its public part.
    public let key: String
    /// The principal it speaks for.
    public let name: String
    public let role: String
    /// Permissions it is limited to; nil for all that the role has.
    public let scopes: [String]?
    /// HMAC-SHA256 of the key under the service's pepper, in hexadecimal.
    public let mac: String
    /// Networks it may come from, such as `10.0.0.0/8`; empty for any.
    public let networks: [String]
    /// Nil for never.
    public let expires: Timestamp?
    /// The key that this one is to replace; both live until that one is revoked or expires.
    public let rotatedFrom: String?

    public init(
        key: String, name: String, role: String, scopes: [String]? = nil, mac: String, networks: [String] = [],
        expires: Timestamp? = nil, rotatedFrom: String? = nil
    ) {
        self.key = key
        self.name = name
        self.role = role
        self.scopes = scopes
        self.mac = mac
        self.networks = networks
        self.expires = expires
        self.rotatedFrom = rotatedFrom
    }

    enum CodingKeys: String, CodingKey {
        case key, name, role, scopes, mac, networks, expires
        case rotatedFrom = "rotated_from"
    }
}

/// A key opens nothing any more.
public struct KeyRevoked: Event {
    public static let type: EventType = "key.revoked"
    public let key: String
    public let reason: String

    public init(key: String, reason: String) {
        self.key = key
        self.reason = reason
    }
}

/// A key was used; noted at most once an hour for each key.
public struct KeyUsed: Event {
    public static let type: EventType = "key.used"
    public let key: String
    public let address: String?

    public init(key: String, address: String?) {
        self.key = key
        self.address = address
    }
}

/// A role was made or changed; the whole role.
public struct RoleSaved: Event {
    public static let type: EventType = "role.saved"
    public let name: String
    /// Permission patterns, such as `tools:call:create_*`.
    public let allow: [String]
    /// Wins over `allow`.
    public let deny: [String]

    public init(name: String, allow: [String], deny: [String]) {
        self.name = name
        self.allow = allow
        self.deny = deny
    }
}

/// A role is no more; whoever has it may nothing, or what the published role of that name may.
public struct RoleRemoved: Event {
    public static let type: EventType = "role.removed"
    public let name: String

    public init(name: String) { self.name = name }
}

/// A token, or all of a subject's tokens up to now, opens nothing any more.
public struct TokenRevoked: Event {
    public static let type: EventType = "token.revoked"
    /// The `jti` of one token.
    public let token: String?
    /// A principal, all of whose tokens issued before this event are meant.
    public let subject: String?
    public let reason: String
    /// When the last token that it can mean is over, so that it need not be remembered longer.
    public let expires: Timestamp?

    public init(token: String? = nil, subject: String? = nil, reason: String, expires: Timestamp? = nil) {
        self.token = token
        self.subject = subject
        self.reason = reason
        self.expires = expires
    }
}

/// Somebody could not prove who they are; what is noted once they are locked out is that, and no more.
public struct AccessRefused: Event {
    public static let type: EventType = "access.refused"
    /// `api_key`, `token`, `client_signature`, `message_signature` or `none`.
    public let scheme: String
    /// Such as `unknown_key` or `expired_token`.
    public let reason: String
    /// The public part of what was shown: a key's id, a client's id; bounded, and nobody vouches for it.
    public let credential: String?
    /// The address, or the /64 of an IPv6 address.
    public let address: String?
    public let transport: String
    /// Refusals that this note stands for: more than one only where they are no guesses at a secret.
    public let times: Int

    public init(
        scheme: String, reason: String, credential: String?, address: String?, transport: String, times: Int = 1
    ) {
        self.scheme = scheme
        self.reason = reason
        self.credential = credential
        self.address = address
        self.transport = transport
        self.times = times
    }

    public func write(to object: inout JSONObjectWriter) {
        object.add("scheme", scheme)
        object.add("reason", reason)
        object.add("credential", credential)
        object.add("address", address)
        object.add("transport", transport)
        object.add("times", times)
    }
}

/// The policy said no, and the request went no further.
///
/// Who asked is the event's principal.
public struct AccessDenied: Event {
    public static let type: EventType = "access.denied"
    /// The request's id; nil where it was none.
    public let request: String?
    public let role: String
    /// Such as `tools:call:create_video`; bounded.
    public let permission: String
    /// The rule that matched.
    public let rule: String
    /// The policy's version.
    public let policy: Int

    public init(request: String?, role: String, permission: String, rule: String, policy: Int) {
        self.request = request
        self.role = role
        self.permission = permission
        self.rule = rule
        self.policy = policy
    }

    public func write(to object: inout JSONObjectWriter) {
        object.add("request", request)
        object.add("role", role)
        object.add("permission", permission)
        object.add("rule", rule)
        object.add("policy", policy)
    }
}

/// The policy was asked, and what it said is only noted: in a dry run, or for something that is no request.
///
/// What it permits of requests stands in `request.received`.
public struct AccessDecided: Event {
    public static let type: EventType = "access.decided"
    public let request: String?
    public let role: String
    public let permission: String
    public let permitted: Bool
    public let rule: String
    public let policy: Int

    public init(request: String?, role: String, permission: String, permitted: Bool, rule: String, policy: Int) {
        self.request = request
        self.role = role
        self.permission = permission
        self.permitted = permitted
        self.rule = rule
        self.policy = policy
    }
}

/// The limits in force from here on; all of them.
public struct LimitPoliciesSet: Event {
    public static let type: EventType = "limit.policies_set"
    public let policies: [LimitPolicy]
    /// Units that a call of a tool costs; 1 where it is not named.
    public let costs: [String: Int]
    public let lockout: LockoutPolicy

    public init(policies: [LimitPolicy], costs: [String: Int], lockout: LockoutPolicy = LockoutPolicy()) {
        self.policies = policies
        self.costs = costs
        self.lockout = lockout
    }

    // By hand: the synthesized form leaves the order of a dictionary's members to chance.
    public func write(to object: inout JSONObjectWriter) throws {
        object.add("policies", try JSON(encoding: policies))
        object.add("costs", .object(JSONObject(costs.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) })))
        object.add("lockout", try JSON(encoding: lockout))
    }
}

/// The quotas in force from here on; all of them.
public struct LimitQuotasSet: Event {
    public static let type: EventType = "limit.quotas_set"
    /// Of every principal whose role has none of its own.
    public let base: TaskQuotas
    /// By role, each whole.
    public let roles: [String: TaskQuotas]

    public init(base: TaskQuotas, roles: [String: TaskQuotas] = [:]) {
        self.base = base
        self.roles = roles
    }

    // By hand: the synthesized form leaves the order of a dictionary's members to chance.
    public func write(to object: inout JSONObjectWriter) throws {
        object.add("base", try JSON(encoding: base))
        var members: JSONObject = [:]
        for (role, quotas) in roles.sorted(by: { $0.key < $1.key }) { members[role] = try JSON(encoding: quotas) }
        object.add("roles", .object(members))
    }
}

/// Somebody asked more than a limit allows; noted when it begins and at intervals while it goes on.
public struct LimitExceeded: Event {
    public static let type: EventType = "limit.exceeded"
    /// The policy's name, such as `user-minute`.
    public let policy: String
    /// What it counted by: a principal, an address, a tool.
    public let key: String
    /// Refusals that this note stands for.
    public let refused: Int
    /// Until the next request would have been admitted.
    public let retrySeconds: Double

    public init(policy: String, key: String, refused: Int, retrySeconds: Double) {
        self.policy = policy
        self.key = key
        self.refused = refused
        self.retrySeconds = retrySeconds
    }

    public func write(to object: inout JSONObjectWriter) {
        object.add("policy", policy)
        object.add("key", key)
        object.add("refused", refused)
        object.add("retry_seconds", retrySeconds)
    }

    enum CodingKeys: String, CodingKey {
        case policy, key, refused
        case retrySeconds = "retry_seconds"
    }
}
