import Access

extension Settings {
    static let access = Section(
        title: "Who may come in; keys are made with `moneyprinter keys create`",
        settings: [
            Setting(
                "access", "client_signatures", \.access.acceptsClientSignatures, .flag,
                "Whether HMAC signatures of the published form are accepted: they can be replayed for five minutes."),
            Setting(
                "access", "dry_run", \.access.isDryRun, .flag,
                "Whether what the policy denies is only noted in the log."),
            Setting(
                "access", "token_secret_file", \.access.tokenSecretFile, Form<String>.path.optional,
                sample: "\"token.secret\"",
                "A file with the secret that signs our own tokens, in place of mcp_jwt_secret."),
        ])

    static let tls = Section(
        title: "The service's own TLS; without it a proxy must encrypt what others can read on the way",
        settings: [
            Setting(
                "tls", "certificate_file", \.server.certificateFile, Form<String>.path.optional,
                sample: "\"fullchain.pem\"",
                "The certificate and those above it, in PEM; a changed file is taken up while the service runs."),
            Setting(
                "tls", "key_file", \.server.keyFile, Form<String>.path.optional, sample: "\"privkey.pem\"",
                "Its private key, in PEM."),
        ])

    static let outbound = Section(
        title: "Where the service itself may connect to: webhooks, collectors, models, issuers' keys",
        settings: [
            Setting(
                "outbound", "networks", \.outbound.networks,
                .list(of: "networks such as \"10.0.0.0/8\"") { Network($0) != nil },
                "Networks of yours that names in URLs may resolve to; by default only public addresses. An address"
                    + " that is written as such, and localhost, may be private anyway.")
        ])
}
