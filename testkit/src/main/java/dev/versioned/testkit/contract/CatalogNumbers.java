package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.CatalogFixture.fingerprint;
import static dev.versioned.testkit.contract.CatalogFixture.number;
import static dev.versioned.testkit.contract.Samples.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.Reservation.Always;
import dev.versioned.internal.record.Reservation.Condition;
import dev.versioned.internal.record.Reservation.ContentDiffers;
import dev.versioned.internal.record.Reservation.LastNumberIs;
import dev.versioned.internal.record.Reservation.Refused;
import dev.versioned.internal.record.Reservation.Reserved;
import dev.versioned.model.ArtifactName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.versioned.internal.catalog.Catalog#reserve}. */
abstract class CatalogNumbers {
  abstract CatalogFixture catalog();

  private Reservation.Result reserve(String content, String attemptId, Condition condition) {
    return catalog().store().reserve(catalog().wish(content, attemptId, condition));
  }

  private void assertRecord(long lastNumber, String content, String attemptId) {
    assertThat(catalog().store().findArtifact(catalog().artifact()))
        .contains(record(lastNumber, content, attemptId));
  }

  private ArtifactRecord record(long lastNumber, String content, String attemptId) {
    return new ArtifactRecord(
        catalog().artifact(), lastNumber, fingerprint(content).value(), attemptId, TIME);
  }

  @Test
  void firstNumberIsOneAndMakesTheArtifact() {
    assertThat(catalog().store().findArtifact(catalog().artifact())).isEmpty();
    assertThat(catalog().reserve("a", "attempt-1")).isEqualTo(new Reserved(number(1)));
    assertRecord(1, "a", "attempt-1");
  }

  @Test
  void eachConditionGivesAFirstNumberOrNone() {
    assertThat(reserve("a", "attempt-1", new LastNumberIs(number(1))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.current().lastNumber()).isZero());
    assertThat(catalog().store().findArtifact(catalog().artifact())).isEmpty();
    assertThat(reserve("a", "attempt-2", new Always())).isEqualTo(new Reserved(number(1)));
  }

  @Test
  void otherContentGetsTheNextNumber() {
    catalog().reserve("a", "attempt-1");
    assertThat(catalog().reserve("b", "attempt-2")).isEqualTo(new Reserved(number(2)));
    assertThat(catalog().reserve("a", "attempt-3")).isEqualTo(new Reserved(number(3)));
    assertRecord(3, "a", "attempt-3");
  }

  @Test
  void sameContentIsRefusedWithTheExistingNumber() {
    catalog().reserve("a", "attempt-1");
    assertThat(catalog().reserve("a", "attempt-2"))
        .isEqualTo(new Refused(record(1, "a", "attempt-1")));
    assertRecord(1, "a", "attempt-1");
  }

  @Test
  void sameContentGetsANumberIfTheLastIsTheOneSeen() {
    catalog().reserve("a", "attempt-1");
    assertThat(reserve("a", "attempt-2", new LastNumberIs(number(1))))
        .isEqualTo(new Reserved(number(2)));
    assertRecord(2, "a", "attempt-2");
  }

  @Test
  void contentIsRefusedIfTheLastNumberIsNotTheOneSeen() {
    catalog().reserve("a", "attempt-1");
    catalog().reserve("b", "attempt-2");
    for (long seen : List.of(1L, 3L)) {
      assertThat(reserve("a", "attempt-3", new LastNumberIs(number(seen))))
          .isEqualTo(new Refused(record(2, "b", "attempt-2")));
    }
    assertRecord(2, "b", "attempt-2");
  }

  @Test
  void alwaysGivesANumberWhateverTheContentIs() {
    catalog().reserve("a", "attempt-1");
    assertThat(reserve("a", "attempt-2", new Always())).isEqualTo(new Reserved(number(2)));
    assertThat(reserve("b", "attempt-3", new Always())).isEqualTo(new Reserved(number(3)));
    assertRecord(3, "b", "attempt-3");
  }

  @Test
  void sameAttemptGetsNoSecondNumber() {
    for (Condition condition :
        List.of(new ContentDiffers(), new Always(), new LastNumberIs(number(1)))) {
      ArtifactName artifact = Samples.artifactName();
      CatalogFixture own = catalog().of(artifact);
      own.reserve("a", "attempt-1");
      // Some conditions may mistake this attempt's first number for nobody's or for another's.
      assertThat(own.store().reserve(own.wish("a", "attempt-1", condition)))
          .as("%s", condition)
          .isEqualTo(
              new Refused(
                  new ArtifactRecord(artifact, 1, fingerprint("a").value(), "attempt-1", TIME)));
      assertThat(own.store().findArtifact(artifact).orElseThrow().lastNumber()).isEqualTo(1);
    }
  }

  @Test
  void laterReservationKeepsTheTimeOfCreation() {
    catalog().reserve("a", "attempt-1");
    Reservation later =
        new Reservation(
            catalog().artifact(),
            fingerprint("b"),
            "attempt-2",
            new ContentDiffers(),
            TIME.plusSeconds(60));
    assertThat(catalog().store().reserve(later)).isEqualTo(new Reserved(number(2)));
    assertRecord(2, "b", "attempt-2");
  }

  @Test
  void registeredArtifactStartsAtOne() {
    catalog().store().register(catalog().artifact(), TIME);
    assertThat(reserve("a", "attempt-1", new LastNumberIs(number(1)))).isInstanceOf(Refused.class);
    assertThat(catalog().reserve("a", "attempt-1")).isEqualTo(new Reserved(number(1)));
    assertRecord(1, "a", "attempt-1");
  }

  @Test
  void artifactsCountForThemselves() {
    CatalogFixture other = catalog().of(ArtifactName.parse(catalog().artifact() + ".b"));
    catalog().reserve("a", "attempt-1");
    catalog().reserve("b", "attempt-2");
    assertThat(other.reserve("b", "attempt-3")).isEqualTo(new Reserved(number(1)));
    assertThat(catalog().reserve("c", "attempt-4")).isEqualTo(new Reserved(number(3)));
  }
}
