package dev.versioned.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OverridesTest {
  /** Matches an alias of the published vectors, which has its own line. */
  private static final Pattern ALIAS =
      Pattern.compile(
          "\\{\"artifact\": \"(.*?)\", \"alias\": \"(.*?)\", \"split_id\": \"(.*?)\", \"slots\":"
              + " \"(.*?)\", \"overrides\": \\{(.*?)}}");

  private static final Pattern OVERRIDE = Pattern.compile("\"(.*?)\": ([0-9]+)");

  private static final Pattern ROW =
      Pattern.compile(
          "\\{\"of\": ([0-9]+), \"key\": \"(.*?)\", \"slot\": ([0-9]+), \"version\": \"([0-9]+)\","
              + " \"reason\": \"([A-Z]+)\"}");

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})|\\\\(.)");

  private static final SlotHash HASH =
      new SlotHash(new ArtifactName("a"), new AliasName("LIVE"), "s");

  private static String vectors() throws IOException {
    try (InputStream in = SlotHash.class.getResourceAsStream("override-vectors.json")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String unescape(String json) {
    return ESCAPE
        .matcher(json)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1) == null
                        ? match.group(2)
                        : Character.toString((char) Integer.parseInt(match.group(1), 16))));
  }

  private static Router<Target> router(MatchResult alias) {
    Map<String, VersionNumber> overrides = new TreeMap<>();
    OVERRIDE
        .matcher(alias.group(5))
        .results()
        .forEach(one -> overrides.put(unescape(one.group(1)), VersionNumber.parse(one.group(2))));
    return Router.of(
        Slots.parse(alias.group(4)),
        new SlotHash(
            new ArtifactName(alias.group(1)), new AliasName(alias.group(2)), alias.group(3)),
        overrides,
        target -> target);
  }

  @Test
  void everyPublishedVectorHolds() throws IOException {
    List<Router<Target>> routers =
        ALIAS.matcher(vectors()).results().map(OverridesTest::router).toList();
    int overridden = 0;
    int rows = 0;
    for (MatchResult row : ROW.matcher(vectors()).results().toList()) {
      Router<Target> router = routers.get(Integer.parseInt(row.group(1)));
      String key = unescape(row.group(2));
      assertThat(router.slot(key)).as(row.group()).isEqualTo(Integer.parseInt(row.group(3)));
      assertThat(router.route(key)).as(row.group()).hasToString(row.group(4));
      assertThat(router.overrideOf(key).isPresent())
          .as(row.group())
          .isEqualTo(row.group(5).equals("OVERRIDE"));
      rows++;
      overridden += router.overrideOf(key).isPresent() ? 1 : 0;
    }
    assertThat(rows).isEqualTo(108);
    assertThat(overridden).isEqualTo(48);
  }

  @Test
  void tableFindsWhatAMapFinds() {
    for (int size : new int[] {1, 2, 3, 64, 1_000}) {
      Map<String, Integer> map = new HashMap<>();
      for (int i = 0; i < size; i++) {
        map.put("user-" + i, i);
      }
      KeyTable<Integer> table = KeyTable.of(map, HASH);
      for (int i = 0; i < 2 * size; i++) {
        String key = "user-" + i;
        CharBuffer buffer = CharBuffer.wrap(key.toCharArray());
        assertThat(table.find(key, HASH.hash(key))).isEqualTo(map.get(key));
        assertThat(table.find(buffer, HASH.hash(buffer))).isEqualTo(map.get(key));
      }
    }
  }

  @Test
  void keyWithTheSameHashIsNotTaken() {
    KeyTable<Integer> table = KeyTable.of(Map.of("user-1", 1), HASH);
    assertThat(table.find("user-2", HASH.hash("user-1"))).isNull();
  }

  @Test
  void sizesAreLimited() {
    VersionNumber one = VersionNumber.of(1);
    Map<String, VersionNumber> many = new TreeMap<>();
    for (int i = 0; i <= Overrides.MOST_KEYS; i++) {
      many.put("user-" + i, one);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Overrides.of(1, many))
        .withMessageStartingWith("Cannot override 1001 keys");
    Map<String, VersionNumber> large = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      large.put(i + "用".repeat(250), one);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Overrides.of(1, large))
        .withMessageContaining("may have 262144");
    assertThat(Overrides.of(1, Map.of("🚀".repeat(128), one)).isEmpty()).isFalse();
  }

  @Test
  void routerNeedsTheOverridesInForce() {
    VersionNumber one = VersionNumber.of(1);
    Overrides overrides = Overrides.of(7, Map.of("user-42", VersionNumber.of(2)));
    Alias alias = alias(one, 7, 1);
    assertThat(alias.router(overrides, target -> target).route("user-42")).hasToString("2");
    assertThat(alias.router().route("user-42")).isEqualTo(one);
    assertThat(alias.targets()).hasSize(2);
    assertThat(alias).hasToString("a:LIVE (revision 9: 1=100%, 1 overrides)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alias.router(Overrides.NONE, target -> target));
  }

  @Test
  void latestIsRoutedToAlone() {
    assertThat(alias(Latest.LATEST, 7, 0).overrides().isEmpty()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alias(Latest.LATEST, 7, 1))
        .withMessageContaining("clear the overrides first");
  }

  @Test
  void summaryIsWholeOrEmpty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AliasOverrides(1, 1, Optional.empty(), new TreeSet<>()));
    assertThat(AliasOverrides.cleared(3).revision()).isEqualTo(3);
  }

  private static Alias alias(Target primary, long revision, int count) {
    Routing routing = Routing.to(primary);
    List<VersionNumber> versions = new ArrayList<>();
    if (count > 0) {
      versions.add(VersionNumber.of(2));
    }
    return new Alias(
        new ArtifactName("a"),
        new AliasName("LIVE"),
        9,
        routing,
        Slots.first(routing),
        "1",
        new TreeMap<>(),
        "",
        Instant.EPOCH,
        "ada",
        0,
        Optional.empty(),
        new AliasOverrides(
            revision,
            count,
            count == 0 ? Optional.empty() : Optional.of(Digest.of(new byte[0])),
            new TreeSet<>(versions)));
  }
}
