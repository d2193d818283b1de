/// Why somebody was not let in, for the log and the operator; the client learns less (``Refusal``).
public enum RefusalReason: String, Error, Sendable, CaseIterable {
    // No credential, or one in a place where it must not be.
    case missing
    case inQuery = "in_query"
    case ambiguous
    case unknownScheme = "unknown_scheme"
    case oversized

    // API keys.
    case malformedKey = "malformed_key"
    case unknownKey = "unknown_key"
    case revokedKey = "revoked_key"
    case expiredKey = "expired_key"
    case otherEnvironment = "other_environment"
    case otherNetwork = "other_network"

    // Tokens.
    case malformedToken = "malformed_token"
    case forbiddenAlgorithm = "forbidden_algorithm"
    case unknownTokenKey = "unknown_token_key"
    case wrongSignature = "wrong_signature"
    case wrongType = "wrong_type"
    case unsupportedHeader = "unsupported_header"
    case wrongIssuer = "wrong_issuer"
    case wrongAudience = "wrong_audience"
    case expiredToken = "expired_token"
    case tokenNotYetValid = "token_not_yet_valid"
    case tokenLivesTooLong = "token_lives_too_long"
    case missingClaim = "missing_claim"
    case revokedToken = "revoked_token"

    // Signatures.
    case malformedSignature = "malformed_signature"
    case unknownClient = "unknown_client"
    case outsideWindow = "outside_window"
    case uncoveredComponent = "uncovered_component"
    case wrongDigest = "wrong_digest"
    case repeatedNonce = "repeated_nonce"

    // Too many failures before this one.
    case lockedOut = "locked_out"
}
