#include "http/tls.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

#include <boost/asio/ssl/context.hpp>

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace citycode::server {
namespace {

constexpr long kDaySeconds = 86'400, kGoodForSeconds = 90 * kDaySeconds, kStaysForSeconds = 7 * kDaySeconds;
constexpr int kSerialBits = 127;   // RFC 5280 section 4.1.2.2: at most 20 octets, positive

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* value) const { kFree(value); }
};
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

StartFailure badFile(const std::string& what, const std::string& path) {
  return {Fault::StartBadOption, path + " is no " + what + " in PEM, or this user cannot read it: give the files that the certificate's authority gave."};
}

/// "DNS:localhost,IP:192.168.1.7"
std::string namesFor(const std::vector<std::string>& addresses) {
  std::string names = "DNS:localhost";
  for (const std::string& address : addresses) names += ",IP:" + address;
  return names;
}

bool add(X509& certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

bool setSerial(X509& certificate) {
  const Number number(BN_new());
  return number && BN_rand(number.get(), kSerialBits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

Certificate selfSigned(EVP_PKEY& key, const std::vector<std::string>& addresses, std::int64_t nowUnixSeconds) {
  Certificate certificate(X509_new());
  if (!certificate) return nullptr;
  X509& made = *certificate;
  const auto now = static_cast<time_t>(nowUnixSeconds);
  X509_NAME* name = X509_get_subject_name(&made);
  const auto* words = reinterpret_cast<const unsigned char*>("Citycode on this network");
  const bool isMade = X509_set_version(&made, X509_VERSION_3) == 1 && setSerial(made) && X509_time_adj_ex(X509_getm_notBefore(&made), -1, 0, const_cast<time_t*>(&now)) != nullptr &&
                      X509_time_adj_ex(X509_getm_notAfter(&made), 0, kGoodForSeconds, const_cast<time_t*>(&now)) != nullptr && X509_set_pubkey(&made, &key) == 1 &&
                      X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, words, -1, -1, 0) == 1 && X509_set_issuer_name(&made, name) == 1 &&
                      add(made, NID_basic_constraints, "critical,CA:FALSE") && add(made, NID_key_usage, "critical,digitalSignature") &&
                      add(made, NID_ext_key_usage, "serverAuth") && add(made, NID_subject_alt_name, namesFor(addresses)) && X509_sign(&made, &key, EVP_sha256()) > 0;
  return isMade ? std::move(certificate) : nullptr;
}

/// Whether it is for all of these addresses, and for a while yet.
bool isGoodFor(X509& certificate, const std::vector<std::string>& addresses, std::int64_t nowUnixSeconds) {
  auto soon = static_cast<time_t>(nowUnixSeconds + kStaysForSeconds), now = static_cast<time_t>(nowUnixSeconds);
  if (X509_cmp_time(X509_get0_notAfter(&certificate), &soon) <= 0 || X509_cmp_time(X509_get0_notBefore(&certificate), &now) >= 0) return false;
  return std::all_of(addresses.begin(), addresses.end(), [&](const std::string& address) { return X509_check_ip_asc(&certificate, address.c_str(), 0) == 1; });
}

Certificate readCertificate(const CertificateFiles& files) {
  const File file(std::fopen(files.certificate.c_str(), "r"));
  return file ? Certificate(PEM_read_X509(file.get(), nullptr, nullptr, nullptr)) : nullptr;
}

bool isKept(const CertificateFiles& files, const std::vector<std::string>& addresses, std::int64_t nowUnixSeconds) {
  if (!openTls(files)) return false;
  const Certificate certificate = readCertificate(files);
  return certificate && isGoodFor(*certificate, addresses, nowUnixSeconds);
}

/// In the place of what is there, and this user's alone.
template <class Write>
Started<Done> writeFile(const std::string& path, const Write& write) {
  (void)std::remove(path.c_str());
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const File file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "w"));
  if (!file || !write(file.get()) || std::fflush(file.get()) != 0) return storageFailure(faultOfErrno(errno), path);
  return Done{};
}

}  // namespace

Started<std::shared_ptr<boost::asio::ssl::context>> openTls(const CertificateFiles& files) {
  auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
  boost::system::error_code error;
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  context->use_certificate_chain_file(files.certificate, error);
  if (error) return badFile("certificate", files.certificate);
  context->use_private_key_file(files.key, boost::asio::ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(context->native_handle()) != 1) return badFile("private key of the certificate", files.key);
  return context;
}

Started<CertificateFiles> keepOwnCertificate(const std::string& folder, const std::vector<std::string>& addresses, std::int64_t nowUnixSeconds) {
  const CertificateFiles files{folder + "/certificate.pem", folder + "/key.pem"};
  if (isKept(files, addresses, nowUnixSeconds)) return files;
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) return storageFailure(faultOfErrno(errno), folder);
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = key ? selfSigned(*key, addresses, nowUnixSeconds) : nullptr;
  if (!certificate) return StartFailure{Fault::InternalBug, "OpenSSL does not make a certificate on this machine: give one with --tls-certificate and --tls-key."};
  if (auto written = writeFile(files.key, [&](std::FILE* file) { return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1; }); !written) return written.failure();
  if (auto written = writeFile(files.certificate, [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()) == 1; }); !written) return written.failure();
  return files;
}

std::string fingerprintOf(const CertificateFiles& files) {
  const Certificate certificate = readCertificate(files);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest, &size) != 1) return "";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    char byte[4];
    std::snprintf(byte, sizeof byte, i == 0 ? "%02X" : ":%02X", unsigned{digest[i]});
    text += byte;
  }
  return text;
}

}  // namespace citycode::server
