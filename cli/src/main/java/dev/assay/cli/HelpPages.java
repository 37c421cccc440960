package dev.assay.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How {@code --help} looks: a line a command, and nothing torn apart that is to be typed. */
final class HelpPages {
  /** In columns. */
  static final int WIDTH = 100;

  /** A word that was broken behind a dot: {@code ./assay}, {@code 1..100}, {@code minimal.txt}. */
  private static final Pattern TORN = Pattern.compile("(?m) +(\\S*\\.)\\n( *)(?=[a-zA-Z0-9/])");

  /** Where a sentence ended there; what is to be typed has no capital behind a single dot. */
  private static final Pattern SENTENCE = Pattern.compile("(?s).*[^.]\\.\\n *[A-Z].*");

  private HelpPages() {}

  /** Sets up the pages of a command and of all below it. */
  static void tidy(CommandLine command) {
    List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
    // A command's header is its line in the list of commands; its own page says more.
    sections.remove(UsageMessageSpec.SECTION_KEY_HEADER_HEADING);
    sections.remove(UsageMessageSpec.SECTION_KEY_HEADER);
    command.setHelpSectionKeys(sections);
    Map<String, IHelpSectionRenderer> renderers = new LinkedHashMap<>(command.getHelpSectionMap());
    renderers.replaceAll(
        (key, renderer) ->
            key.equals(UsageMessageSpec.SECTION_KEY_SYNOPSIS)
                ? help -> synopsis(renderer.render(help), command.getCommandName())
                : help -> mend(renderer.render(help)));
    command.setHelpSectionMap(renderers);
    if (command.getCommand() instanceof HelpCommand) {
      command.getCommandSpec().usageMessage().header("Says how a command is used");
    }
    command.getSubcommands().values().forEach(HelpPages::tidy);
  }

  /** Broken between options alone. */
  private static String synopsis(String rendered, String name) {
    String whole = rendered.replaceAll("(?<!\\.)\\.\\.\\n *", "..");
    int indent = "Usage: ".length() + rendered.indexOf(name) + name.length() + 1;
    String first = whole.substring(0, indent - "Usage: ".length());
    List<String> lines = Text.wrap(whole.substring(first.length()), WIDTH - indent);
    return first + String.join("\n" + " ".repeat(indent), lines) + "\n";
  }

  /** picocli breaks lines as prose is broken; the torn part moves to the next line. */
  static String mend(String text) {
    return TORN.matcher(text)
        .replaceAll(
            torn -> {
              String seam = text.substring(torn.start(), Math.min(text.length(), torn.end() + 1));
              return SENTENCE.matcher(seam).matches()
                  ? Matcher.quoteReplacement(torn.group())
                  : "\n" + torn.group(2) + Matcher.quoteReplacement(torn.group(1));
            });
  }
}
