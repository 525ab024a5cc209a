#include "ratings/written_documents.h"

#include "http/conditional.h"

namespace citycode::server {

Result<std::shared_ptr<const WrittenDocument>> DocumentMemo::at(const std::string& version, const Write& write) {
  const std::lock_guard lock(mutex_);
  if (last_ && last_->version == version) return last_;
  CC_TRY(body, write());
  std::string etag = etagOf(bytesOf(body));
  last_ = std::make_shared<const WrittenDocument>(WrittenDocument{version, std::move(body), std::move(etag)});
  return last_;
}

}  // namespace citycode::server
