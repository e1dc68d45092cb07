package dev.versioned.internal.directory;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The records of an extended header. Whether they are in the one form that is allowed is checked
 * afterwards, by writing the header again.
 *
 * @param path the entry's name, or null
 * @param link what a link contains, or null
 * @param size the number of bytes, or -1
 */
record PaxRecords(@Nullable String path, @Nullable String link, long size) {
  static final PaxRecords NONE = new PaxRecords(null, null, -1);

  static PaxRecords parse(String text) throws IOException {
    PaxRecords records = NONE;
    for (String line : text.split("\n", -1)) {
      int space = line.indexOf(' ');
      int equals = line.indexOf('=');
      if (line.isEmpty()) {
        continue;
      } else if (space < 0 || equals < space) {
        throw new MalformedArchiveException("an extended header has no name and value");
      }
      String value = line.substring(equals + 1);
      records =
          switch (line.substring(space + 1, equals)) {
            case "path" -> new PaxRecords(value, records.link(), records.size());
            case "linkpath" -> new PaxRecords(records.path(), value, records.size());
            case "size" -> new PaxRecords(records.path(), records.link(), number(value));
            default ->
                throw new MalformedArchiveException("an extended header has an unknown record");
          };
    }
    return records;
  }

  private static long number(String value) throws IOException {
    if (!value.matches("[0-9]{1,18}")) {
      throw new MalformedArchiveException("an extended header has no size");
    }
    return Long.parseLong(value);
  }
}
