package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of aliases and of the rows of their ledgers. */
abstract class CatalogAliasLists {
  /**
   * In ascending order; each could be mistaken for the beginning or the end of another by some
   * store.
   */
  private static final List<String> NAMES =
      List.of("-", "-LIVE", "1a", "LIV", "LIVE", "LIVE-", "LIVE-2", "LIVE0", "LIVE_2", "_", "live");

  abstract CatalogFixture catalog();

  @BeforeEach
  void oneVersion() {
    catalog().commit(1);
  }

  @Test
  void aliasesAreInAscendingOrderWhateverThePageSize() {
    List<AliasEntry> expected = new ArrayList<>();
    List<String> backwards = new ArrayList<>(NAMES);
    Collections.reverse(backwards);
    for (String name : backwards) {
      expected.add(0, catalog().moveTo(name, to(1)).after());
    }
    CatalogFixture.assertPages(expected, catalog()::aliasesAfter);
  }

  @Test
  void deletedAliasesAreListedToo() {
    List<AliasEntry> expected = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      AliasEntry entry = catalog().moveTo(NAMES.get(i), to(1)).after();
      expected.add(i % 3 == 1 ? entry : catalog().delete(NAMES.get(i)).after());
    }
    CatalogFixture.assertPages(expected, catalog()::aliasesAfter);
  }

  @Test
  void aliasesContinueAfterANameThatNeedNotExist() {
    for (String name : List.of("B", "D", "F")) {
      catalog().moveTo(name, to(1));
    }
    assertThat(after("A")).containsExactly("B", "D", "F");
    assertThat(after("B")).containsExactly("D", "F");
    assertThat(after("C")).containsExactly("D", "F");
    assertThat(after("F")).isEmpty();
    assertThat(after("a")).isEmpty();
  }

  private List<String> after(String name) {
    return catalog()
        .store()
        .aliases(catalog().artifact(), AliasName.parse(name), 10)
        .items()
        .stream()
        .map(entry -> entry.name().value())
        .toList();
  }

  @Test
  void aliasesOfSimilarArtifactsAreNotListed() {
    for (String suffix : List.of("", ".", "-LIVE", "0")) {
      CatalogFixture own = catalog().of(ArtifactName.parse(catalog().artifact() + suffix));
      if (!suffix.isEmpty()) {
        own.commit(1);
      }
      AliasEntry entry = own.moveTo("LIVE", to(1)).after();
      assertThat(CatalogFixture.walk(10, own::aliasesAfter)).containsExactly(entry);
    }
    assertThat(CatalogFixture.walk(10, catalog()::aliasesAfter)).hasSize(1);
  }

  @Test
  void ledgerIsNewestFirstWhateverThePageSize() {
    List<LedgerRow> expected = new ArrayList<>();
    for (int revision = 1; revision <= 12; revision++) {
      expected.add(0, catalog().moveTo("LIVE", to(1)).row());
    }
    CatalogFixture.assertPages(
        expected, (last, limit) -> catalog().ledgerAfter("LIVE", last, limit));
    for (LedgerRow row : expected) {
      assertThat(row("LIVE", row.entry().revision())).containsExactly(row);
    }
  }

  @Test
  void ledgerContinuesBelowARevisionThatNeedNotExist() {
    for (int revision = 1; revision <= 3; revision++) {
      catalog().moveTo("LIVE", to(1));
    }
    assertThat(below(100)).containsExactly(3L, 2L, 1L);
    assertThat(below(3)).containsExactly(2L, 1L);
    assertThat(below(2)).containsExactly(1L);
    assertThat(below(1)).isEmpty();
    assertThat(below(0)).isEmpty();
  }

  private List<Long> below(long revision) {
    return catalog()
        .store()
        .ledger(catalog().artifact(), AliasName.parse("LIVE"), revision, 10)
        .items()
        .stream()
        .map(row -> row.entry().revision())
        .toList();
  }

  private List<LedgerRow> row(String alias, long revision) {
    return catalog()
        .store()
        .findLedgerRow(catalog().artifact(), AliasName.parse(alias), revision)
        .stream()
        .toList();
  }

  @Test
  void missingRowIsNotFound() {
    assertThat(row("LIVE", 1)).isEmpty();
    catalog().moveTo("LIVE", to(1));
    assertThat(row("LIVE", 0)).isEmpty();
    assertThat(row("LIVE", 2)).isEmpty();
    assertThat(row("LIVE", 10)).isEmpty();
    assertThat(row("LIV", 1)).isEmpty();
    assertThat(catalog().ledger("LIV")).isEmpty();
  }

  @Test
  void ledgersOfSimilarAliasesDoNotMix() {
    List<List<LedgerRow>> expected = NAMES.stream().map(name -> rows(name)).toList();
    IntStream.range(0, NAMES.size())
        .forEach(
            i ->
                CatalogFixture.assertPages(
                    expected.get(i),
                    (last, limit) -> catalog().ledgerAfter(NAMES.get(i), last, limit)));
  }

  private List<LedgerRow> rows(String name) {
    LedgerRow first = catalog().moveTo(name, to(1)).row();
    LedgerRow second = catalog().delete(name).row();
    return List.of(second, first);
  }

  @Test
  void ledgersOfSimilarArtifactsDoNotMix() {
    for (String suffix : List.of("", ".", "-LIVE", "0")) {
      CatalogFixture own = catalog().of(ArtifactName.parse(catalog().artifact() + suffix));
      if (!suffix.isEmpty()) {
        own.commit(1);
      }
      LedgerRow row = own.moveTo("LIVE", to(1)).row();
      assertThat(own.ledger("LIVE")).containsExactly(row);
    }
    assertThat(catalog().ledger("LIVE")).hasSize(1);
  }
}
