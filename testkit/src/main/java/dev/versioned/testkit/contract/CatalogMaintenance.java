package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.to;
import static dev.versioned.testkit.contract.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The calls of a check: all artifacts, and all idempotency keys. */
abstract class CatalogMaintenance {
  abstract CatalogFixture catalog();

  @Test
  void everyArtifactWithARecordOrAnAliasIsListedOnce() {
    CatalogFixture registered = other("-registered");
    registered.store().register(registered.artifact(), TIME);
    CatalogFixture retired = other("-retired");
    retired.reserve("a", "attempt-1");
    retired.commit(1);
    retired.retire(1, 0);
    CatalogFixture aliasOnly = other("-alias");
    aliasOnly.commit(1);
    aliasOnly.moveTo("LIVE", to(1));
    aliasOnly.moveTo("NEXT", to(1));
    catalog().reserve("a", "attempt-1");
    catalog().commit(1);
    catalog().moveTo("LIVE", to(1));
    catalog().put("upload", 1);
    catalog().store().recordKey(catalog().record("key", 1, TIME), TIME);
    catalog().store().findArtifact(other("-read").artifact());
    // At once: unlike the other list, this one never lags.
    assertThat(all())
        .containsExactlyInAnyOrder(
            registered.artifact(), retired.artifact(), aliasOnly.artifact(), catalog().artifact());
  }

  private CatalogFixture other(String suffix) {
    return catalog().of(ArtifactName.parse(catalog().artifact() + suffix));
  }

  /**
   * Returns the artifacts whose names start with this test's: the store may contain many others.
   */
  private List<ArtifactName> all() {
    try (Stream<ArtifactName> all = catalog().store().allArtifacts()) {
      return all.filter(name -> name.value().startsWith(catalog().artifact().value())).toList();
    }
  }

  @Test
  void keysAreListedInAscendingOrderWhateverThePageSize() {
    List<IdempotencyRecord> records = new ArrayList<>();
    for (String text :
        Stream.of("!", "#", "0", "a", "a!", "a#b", "aa", "b", "idem#x", "~", "~~").toList()) {
      records.add(catalog().record(text, 1, TIME));
    }
    for (int i = records.size() - 1; i >= 0; i--) {
      catalog().store().recordKey(records.get(i), TIME.minusSeconds(1));
    }
    catalog().reserve("a", "attempt-1");
    catalog().commit(1);
    catalog().put("upload", 1);
    catalog().store().abandonUpload(catalog().artifact(), "dead", TIME);
    CatalogFixture other = other("a");
    other.store().recordKey(other.record("other", 1, TIME), TIME.minusSeconds(1));
    CatalogFixture.assertPages(records, this::keysAfter);
    assertThat(other.store().keys(other.artifact(), null, 10).items()).hasSize(1);
  }

  @Test
  void nothingIsListedOfAnArtifactWithoutKeys() {
    catalog().commit(1);
    assertThat(keysAfter(null, 10)).isEqualTo(new Page<IdempotencyRecord>(List.of(), false));
  }

  private Page<IdempotencyRecord> keysAfter(@Nullable IdempotencyRecord last, int limit) {
    IdempotencyKey after = last == null ? null : last.key();
    return catalog().store().keys(catalog().artifact(), after, limit);
  }
}
