// swift-tools-version: 6.2
import PackageDescription

// The manifest is the architecture diagram: a target may import only what it lists here
// (`scripts/lint` builds with the explicit import check), so an arrow that is missing cannot be used.

/// One array of settings for every target: Swift 6 mode, visible dependencies, no warnings.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "moneyprinter",
    products: [
        .executable(name: "moneyprinter", targets: ["moneyprinter"]),
        .library(name: "EventStore", targets: ["EventStore"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", exact: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-service-context", exact: "1.5.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        .target(name: "CJemalloc", linkerSettings: [.linkedLibrary("jemalloc")]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "EventStore",
            dependencies: ["CDeflate", "CJemalloc", "CSQLite", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),
        .target(name: "Projections", dependencies: ["EventStore", "PromQL"], swiftSettings: settings),
        .target(name: "PromQL", swiftSettings: settings),
        .target(
            name: "Access",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: settings),
        .target(name: "OTLP", dependencies: ["CZlib", "EventStore"], swiftSettings: settings),
        .target(
            name: "Alerting",
            dependencies: [
                "EventStore", "Projections", "PromQL",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings),
        .target(
            name: "Telemetry",
            dependencies: [
                "EventStore",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceContextModule", package: "swift-service-context"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings),
        .target(
            name: "VideoTools",
            dependencies: [
                "EventStore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            resources: [.copy("Resources/voice_worker.py"), .copy("Resources/voice_requirements.txt")],
            swiftSettings: settings),
        .target(
            name: "MCPService",
            dependencies: [
                "Access", "EventStore", "OTLP", "Projections", "PromQL",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "moneyprinter",
            dependencies: [
                "Access", "EventStore", "OTLP", "Projections", "PromQL", "Alerting", "MCPService", "Telemetry",
                "VideoTools",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(
            name: "TestKit", dependencies: ["EventStore", "Projections"], path: "Tests/TestKit", swiftSettings: settings
        ),
        .executableTarget(
            name: "logcrash", dependencies: ["EventStore"], path: "Tests/LogCrash", swiftSettings: settings),
        .executableTarget(
            name: "promql-eval", dependencies: ["PromQL"], path: "Tests/PromQLEval", swiftSettings: settings),
        .executableTarget(
            name: "accessbench", dependencies: ["Access", "EventStore", "MCPService", "Projections"],
            path: "Benchmarks/Sources/accessbench", swiftSettings: settings),
        .executableTarget(
            name: "alertbench", dependencies: ["Alerting", "EventStore", "Projections"],
            path: "Benchmarks/Sources/alertbench", swiftSettings: settings),
        .executableTarget(
            name: "foldbench", dependencies: ["Alerting", "EventStore", "Projections"],
            path: "Benchmarks/Sources/foldbench", swiftSettings: settings),
        .executableTarget(
            name: "logbench", dependencies: ["EventStore"], path: "Benchmarks/Sources/logbench",
            swiftSettings: settings),
        .testTarget(name: "OTLPTests", dependencies: ["EventStore", "OTLP"], swiftSettings: settings),
        .testTarget(
            name: "AccessTests",
            dependencies: [
                "Access", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .testTarget(name: "PromQLTests", dependencies: ["PromQL"], swiftSettings: settings),
        .testTarget(name: "EventStoreTests", dependencies: ["CSQLite", "EventStore"], swiftSettings: settings),
        .testTarget(
            name: "ProjectionsTests", dependencies: ["EventStore", "Projections", "PromQL", "TestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "AlertingTests", dependencies: ["Alerting", "EventStore", "Projections", "PromQL", "TestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "EventStore", "Telemetry",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceContextModule", package: "swift-service-context"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings),
        .testTarget(name: "VideoToolsTests", dependencies: ["EventStore", "VideoTools"], swiftSettings: settings),
        .testTarget(
            name: "MCPServiceTests",
            dependencies: [
                "Access", "EventStore", "MCPService", "Projections", "PromQL", "TestKit",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MoneyprinterTests",
            dependencies: [
                "Access", "EventStore", "MCPService", "Projections", "VideoTools", "moneyprinter",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "Access", "EventStore", "MCPService", "OTLP", "TestKit", "moneyprinter",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
