package dev.versioned.internal.directory;

import dev.versioned.model.DirectoryLimits;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which names and links an archive may contain: the same when it is packed and unpacked. */
final class EntryName {
  /** What file systems allow for one name. */
  private static final int LONGEST_NAME_BYTES = 255;

  private static final int LONGEST_LINK_BYTES = 1024;

  /** Names that Windows gives to devices, with any extension. */
  private static final Set<String> DEVICES =
      Set.of(
          "con", "prn", "aux", "nul", "conin$", "conout$", "com0", "com1", "com2", "com3", "com4",
          "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
          "lpt6", "lpt7", "lpt8", "lpt9");

  private EntryName() {}

  /**
   * Returns why a name is refused, or empty.
   *
   * @param windows whether files of this name are to be made on Windows
   * @param limits how long and how deep it may be
   */
  static Optional<String> fault(String name, boolean windows, DirectoryLimits limits) {
    // rule: unpacked-paths-are-bounded
    if (name.getBytes(StandardCharsets.UTF_8).length > limits.pathBytes()) {
      return Optional.of("has more than " + limits.pathBytes() + " bytes");
    }
    if (name.isEmpty()) {
      return Optional.of("is empty");
    } else if (name.startsWith("/") || hasDrive(name)) {
      return Optional.of("is absolute");
    } else if (!isText(name)) {
      return Optional.of("has a backslash, a control character or half of a character");
    }
    String[] parts = name.split("/", -1);
    // rule: unpacked-levels-are-bounded
    if (parts.length > limits.levels()) {
      return Optional.of("has more than " + limits.levels() + " levels");
    }
    for (String part : parts) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("would be outside of its directory, or has an empty part");
      } else if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
        return Optional.of("has a part of more than " + LONGEST_NAME_BYTES + " bytes");
      } else if (windows && isReserved(part)) {
        return Optional.of("means something else on Windows");
      }
    }
    return Optional.empty();
  }

  /**
   * Returns why what a link contains is refused, or empty. Only at its start may it go up: there
   * every folder is a real one. After another link, {@code ..} could lead anywhere.
   */
  static Optional<String> linkFault(String name, String target) {
    if (target.isEmpty() || target.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINK_BYTES) {
      return Optional.of("is a link to nothing, or to more than " + LONGEST_LINK_BYTES + " bytes");
    } else if (target.startsWith("/") || hasDrive(target) || !isText(target)) {
      return Optional.of("is a link out of the directory");
    }
    int depth = name.split("/", -1).length - 1;
    boolean down = false;
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
        if (down || depth < 0) {
          return Optional.of("is a link out of the directory, or goes up after it went down");
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        down = true;
      }
    }
    return Optional.empty();
  }

  private static boolean hasDrive(String name) {
    return name.length() > 1
        && name.charAt(1) == ':'
        && Character.toString(name.charAt(0)).matches("[A-Za-z]");
  }

  /** The replacement character stands for a name that Java could not decode. */
  private static boolean isText(String name) {
    return name.codePoints()
        .noneMatch(
            c ->
                c < ' '
                    || c == 0x7f
                    || c == '\\'
                    || c == 0xfffd
                    || Character.getType(c) == Character.SURROGATE);
  }

  private static boolean isReserved(String part) {
    int dot = part.indexOf('.');
    String stem = (dot < 0 ? part : part.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    return DEVICES.contains(stem)
        || part.endsWith(".")
        || part.endsWith(" ")
        || part.chars().anyMatch(c -> "<>:\"|?*".indexOf(c) >= 0);
  }
}
