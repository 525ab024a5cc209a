# Sets CITYCODE_CACHE_FOLDER by the same rule as scripts/lib.sh.

if(DEFINED ENV{CITYCODE_CACHE})
  set(CITYCODE_CACHE_FOLDER "$ENV{CITYCODE_CACHE}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(CITYCODE_CACHE_FOLDER "$ENV{XDG_CACHE_HOME}/citycode")
else()
  set(CITYCODE_CACHE_FOLDER "$ENV{HOME}/.cache/citycode")
endif()
