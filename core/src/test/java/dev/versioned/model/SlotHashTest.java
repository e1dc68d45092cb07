package dev.versioned.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SlotHashTest {
  /** Matches one row of the published vectors, which has its own line. */
  private static final Pattern ROW =
      Pattern.compile(
          "\\{\"artifact\": \"(.*?)\", \"alias\": \"(.*?)\", \"split_id\": \"(.*?)\", \"key\": \"(.*?)\","
              + " \"slot\": ([0-9]+)}");

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})|\\\\(.)");

  @Test
  void everyPublishedVectorHolds() throws IOException {
    int rows = 0;
    for (MatchResult row : ROW.matcher(vectors()).results().toList()) {
      SlotHash hash =
          new SlotHash(new ArtifactName(row.group(1)), new AliasName(row.group(2)), row.group(3));
      assertThat(hash.slot(unescape(row.group(4))))
          .as(row.group())
          .isEqualTo(Integer.parseInt(row.group(5)));
      rows++;
    }
    assertThat(rows).isGreaterThanOrEqualTo(1000);
  }

  private static String vectors() throws IOException {
    try (InputStream in = SlotHash.class.getResourceAsStream("slot-vectors.json")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String unescape(String json) {
    return ESCAPE
        .matcher(json)
        .replaceAll(
            match ->
                java.util.regex.Matcher.quoteReplacement(
                    match.group(1) == null
                        ? match.group(2)
                        : Character.toString((char) Integer.parseInt(match.group(1), 16))));
  }

  @Test
  void anyCharSequenceOfTheSameCharactersHasTheSameSlot() {
    SlotHash hash = new SlotHash(new ArtifactName("a"), new AliasName("LIVE"), "s");
    for (String key : new String[] {"", "user-1", "größer", "用户", "🚀"}) {
      assertThat(hash.slot(java.nio.CharBuffer.wrap(key.toCharArray()))).isEqualTo(hash.slot(key));
    }
  }

  @Test
  void eachSplitStartsWithDifferentKeys() {
    SlotHash one = new SlotHash(new ArtifactName("a"), new AliasName("LIVE"), "split-1");
    SlotHash two = new SlotHash(new ArtifactName("a"), new AliasName("LIVE"), "split-2");
    int both = 0;
    for (int i = 0; i < 10_000; i++) {
      if (one.slot("user-" + i) >= 9000 && two.slot("user-" + i) >= 9000) {
        both++;
      }
    }
    // Independent splits of 10 % share 1 % of the keys.
    assertThat(both).isBetween(60, 140);
  }

  @Test
  void keysSpreadEvenly() {
    SlotHash hash = new SlotHash(new ArtifactName("a"), new AliasName("LIVE"), "s");
    int[] tenths = new int[10];
    for (int i = 0; i < 100_000; i++) {
      tenths[hash.slot("user-" + i) / 1000]++;
    }
    for (int count : tenths) {
      assertThat(count).isBetween(9_700, 10_300);
    }
  }
}
