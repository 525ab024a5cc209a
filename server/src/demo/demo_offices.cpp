#include "demo/demo_offices.h"

namespace citycode::server {

const std::vector<Office>& demoOffices() {
  static const std::vector<Office> offices{
      {std::string(kDemoTaxOffice.id), {"Demo Tax Office", "示范税务局", "示範稅務局", "Kantor Pajak Contoh"}, 0,
       {{"tax-certificate", {"Tax certificate", "完税证明", "完稅證明", "Surat keterangan pajak"}},
        {std::string(kDemoTaxReturn), {"Tax return", "纳税申报", "納稅申報", "Laporan pajak"}}}},
      {"first-hospital", {"First Hospital", "第一医院", "第一醫院", "Rumah Sakit Pertama"}, 0,
       {{"outpatient", {"Outpatient visit", "门诊", "門診", "Rawat jalan"}},
        {"registration", {"Registration", "挂号", "掛號", "Pendaftaran"}},
        {"vaccination", {"Vaccination", "疫苗接种", "疫苗接種", "Vaksinasi"}}}},
  };
  return offices;
}

}  // namespace citycode::server
