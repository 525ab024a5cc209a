// Every limit of the HTTP border with its reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace citycode::server {

/// Bounds the read buffer: without it endless chunk extensions or trailers grow memory.
inline constexpr std::size_t kReadBufferBytes = 64 * 1024;
/// A signed request's header is about 1.5 KB; browsers with many cookies of the same host stay below 8.
inline constexpr std::uint32_t kHeaderBytes = 16 * 1024;
/// 128 keys with scope names are about 12 KB.
inline constexpr std::uint64_t kBodyBytes = 64 * 1024;
/// A phone in a lift, at 30 kbit/s.
inline constexpr std::chrono::seconds kHeaderTimeout{10};   // 16 KiB take 5 s
inline constexpr std::chrono::seconds kBodyTimeout{20};     // 64 KiB take 17 s
inline constexpr std::chrono::seconds kIdleTimeout{60};     // as long as nginx keeps a connection to an upstream
inline constexpr std::chrono::seconds kWriteTimeout{60};   // 2 MB of a web app at 300 kbit/s
/// How often it is asked whether an answer that is waited for may be there: two numbers are compared.
inline constexpr std::chrono::milliseconds kLookAgainEvery{50};
/// Deadlines are looked at this often.
inline constexpr std::chrono::milliseconds kSweepEvery{500};
/// Further connections wait in the kernel's queue. About 20 KB each, so 80 MB at the fullest.
inline constexpr std::size_t kMaxConnections = 4096;
inline constexpr std::size_t kMaxAsideConnections = 16;   // of the second port: one or two watchers ask it twice a minute
inline constexpr std::size_t kSpareFiles = 64;   // descriptors that the store and the log need
inline constexpr std::chrono::milliseconds kBackPressurePause{20};   // between two looks whether there is room
inline constexpr std::chrono::seconds kLogLimitEvery{60};   // a line in the log
/// After a refusal the rest of what the client was sending is read and dropped, so that the answer
/// is not lost to a reset (RFC 9112 section 9.6).
inline constexpr std::size_t kDropBytes = 1024 * 1024;
inline constexpr std::chrono::seconds kDropTimeout{2};
/// What has begun is answered within this after SIGTERM; systemd waits 90 s.
inline constexpr std::chrono::seconds kDrainTimeout{10};
/// Threads that may wait for the disk: whoever waits shares the next flush, so with more of them a flush serves more.
inline constexpr unsigned kWorkersPerThread = 8;

}  // namespace citycode::server
