package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.ArtifactRepository;
import dev.versioned.maintenance.StoreExamination;
import dev.versioned.maintenance.StoreExamination.Finding;
import dev.versioned.maintenance.StoreExamination.Outcome;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.DeafS3;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/** How often an examination finds what it looks for; the rates are in docs/stores.md. */
@Tag("full")
class DetectionRatesTest {
  private static final Logger LOG = LoggerFactory.getLogger(DetectionRatesTest.class);
  private static final int RUNS = 20;

  /** The shorter the time between look and write, the fewer races have two winners. */
  @Test
  void racingServerIsFoundOutByTheTimeThatItLeaves() {
    LocalAws aws = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
    try (LocalRepository local = LocalRepository.create(aws)) {
      for (long millis : new long[] {0, 1, 2, 5, 10, 50}) {
        try (DeafS3 racing =
                DeafS3.before(aws, DeafS3.Fault.RACING_PUT, Duration.ofMillis(millis));
            S3Client s3 = aws.s3Builder().endpointOverride(racing.endpoint()).build();
            ArtifactRepository repo = local.open(s3, aws.dynamoDb(), settings -> settings)) {
          int found = 0;
          for (int run = 0; run < RUNS; run++) {
            found += repo.binding().examine().isUsable() ? 0 : 1;
          }
          LOG.info("a window of {} ms was found in {} of {} examinations", millis, found, RUNS);
          if (millis >= 10) {
            assertThat(found).as("a window of %s ms", millis).isEqualTo(RUNS);
          }
        }
      }
    }
  }

  /**
   * LocalStack takes up to a minute for an examination: the template's test has it examined once.
   */
  @Test
  void soundServerIsNeverRefused() {
    LocalAws aws = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
    try (LocalRepository local = LocalRepository.create(aws)) {
      Map<String, Integer> broken = new TreeMap<>();
      Map<String, Integer> guarded = new TreeMap<>();
      for (int run = 0; run < RUNS; run++) {
        StoreExamination examined = local.repository().binding().examine();
        count(examined.of(Outcome.BROKEN), broken);
        count(examined.of(Outcome.GUARDED), guarded);
      }
      LOG.info("{}: guarded {}, broken {}", aws.name(), guarded, broken);
      assertThat(broken).isEmpty();
    }
  }

  private static void count(List<Finding> findings, Map<String, Integer> counts) {
    findings.forEach(
        finding -> counts.merge(finding.promise() + ": " + finding.found(), 1, Integer::sum));
  }
}
