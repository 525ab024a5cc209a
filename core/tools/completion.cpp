// Completion for shells, from the tables: verbs, then each verb's options, files and scenes.
#include "citycode/trust_list.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

std::string scenes() {
  std::string text;
  for (const ScopePolicy& scope : standardScopes()) text.append(text.empty() ? "" : " ").append(scope.name);
  return text;
}

std::string verbs() {
  std::string text;
  for (const Verb& verb : verbTable()) text.append(text.empty() ? "" : " ").append(verb.name);
  return text;
}

std::string optionsOf(const Verb& verb) {
  std::string text;
  for (const Takes& taken : verb.takes) text.append(taken.option).append(" ");
  return text + "--json --help";
}

std::string wordsOf(const Verb& verb) {
  std::string text;
  for (const std::string_view word : verb.words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

/// "--city-key|--trust-list": the options whose values are of a kind.
std::string alternatives(Values offers) {
  std::string text;
  for (const Option& option : optionTable())
    if (option.offers == offers && !option.value.empty()) text.append(text.empty() ? "" : "|").append(option.name);
  return text;
}

std::string bash() {
  std::string text =
      "# bash completion for citycode; made by citycode completion bash\n"
      "_citycode() {\n"
      "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" offered=\"\"\n"
      "  COMPREPLY=()\n"
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"" + verbs() + " --help --version\" -- \"$word\")\n"
      "    return\n"
      "  fi\n"
      "  case \"$before\" in\n"
      "    " + alternatives(Values::Files) + ") mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return ;;\n"
      "    " + alternatives(Values::Scenes) + ") mapfile -t COMPREPLY < <(compgen -W \"" + scenes() + "\" -- \"$word\"); return ;;\n"
      "    " + alternatives(Values::Others) + ") return ;;\n"
      "  esac\n"
      "  case \"${COMP_WORDS[1]}\" in\n";
  for (const Verb& verb : verbTable())
    text += std::string("    ") + std::string(verb.name) + ") offered=\"" + (verb.words.empty() ? "" : wordsOf(verb) + " ") + optionsOf(verb) + "\" ;;\n";
  return text +
         "  esac\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$offered\" -- \"$word\")\n"
         "  case \"$word\" in -*) ;; *) mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -- \"$word\") ;; esac\n"
         "}\n"
         "complete -o filenames -F _citycode citycode\n";
}

/// Between single quotation marks, with what _arguments takes as its own behind a backslash.
std::string zshWords(std::string_view help) {
  std::string text;
  for (const char c : help) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') text += '\\';
    if (c == '\'') text += "'\\'";
    text += c;
  }
  return text;
}

std::string zshOption(const Takes& taken) {
  const Option& option = *findOption(taken.option);
  std::string text = std::string("'") + (taken.need == Takes::Need::Many ? "*" : "") + std::string(option.name) + "[" + zshWords(option.help) + "]";
  if (!option.value.empty()) {
    text.append(":").append(zshWords(option.value)).append(":");
    if (option.offers == Values::Files) text += "_files";
    if (option.offers == Values::Scenes) text += std::string("(") + scenes() + ")";
  }
  return text + "'";
}

std::string zsh() {
  std::string text = "#compdef citycode\n# zsh completion for citycode; made by citycode completion zsh\n_citycode() {\n  local -a verbs=(\n";
  for (const Verb& verb : verbTable()) text += std::string("    '") + std::string(verb.name) + ":" + zshWords(verb.help) + "'\n";
  text += "  )\n  if (( CURRENT == 2 )); then\n    _describe verb verbs\n    return\n  fi\n  case \"$words[2]\" in\n";
  for (const Verb& verb : verbTable()) {
    text += std::string("    ") + std::string(verb.name) + ") shift words; (( CURRENT-- )); _arguments '--json[prints one JSON object]' '--help[prints what the verb takes]'";
    for (const Takes& taken : verb.takes) text += std::string(" \\\n      ") + zshOption(taken);
    if (!verb.operand.empty()) text += std::string(" \\\n      '1:") + zshWords(verb.operand) + ":" + (verb.words.empty() ? "_files" : std::string("(") + wordsOf(verb) + ")") + "'";
    text += " ;;\n";
  }
  return text + "  esac\n}\n_citycode \"$@\"\n";
}

}  // namespace

Given<Answer> completion(const Arguments& arguments) {
  const std::string text = arguments.operand == "zsh" ? zsh() : bash();
  return Answer{ExitCode::Good, {{"text", text}}, text};
}

}  // namespace citycode::tools
