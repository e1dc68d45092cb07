package dev.versioned.s3dynamo.admin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NullSettingsTest {
  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsRefusedByName() {
    S3DynamoSetup.Builder setup = S3DynamoSetup.builder();
    SetupReport.Outcome found = SetupReport.Outcome.FOUND;
    DoctorReport.Verdict pass = DoctorReport.Verdict.PASS;
    Map<String, List<ThrowingCallable>> doors =
        Map.ofEntries(
            Map.entry("deletionProtection", List.of(() -> setup.deletionProtection(null))),
            Map.entry("examination", List.of(() -> setup.examination(null))),
            Map.entry(
                "time",
                List.of(
                    () -> setup.noncurrentVersionExpiration(null), () -> setup.objectLock(null))),
            Map.entry("roleArn", List.of(() -> setup.janitor(null))),
            Map.entry("arn", List.of(() -> setup.kmsKey(null))),
            Map.entry("findings", List.of(() -> new SetupReport(null))),
            Map.entry("what", List.of(() -> new SetupReport.Finding(null, found, ""))),
            Map.entry("outcome", List.of(() -> new SetupReport.Finding("x", null, ""))),
            Map.entry("note", List.of(() -> new SetupReport.Finding("x", found, null))),
            Map.entry("checks", List.of(() -> new DoctorReport(null))),
            Map.entry("name", List.of(() -> new DoctorReport.Check(null, pass, "", ""))),
            Map.entry("verdict", List.of(() -> new DoctorReport.Check("x", null, "", ""))),
            Map.entry("found", List.of(() -> new DoctorReport.Check("x", pass, null, ""))),
            Map.entry("remedy", List.of(() -> new DoctorReport.Check("x", pass, "", null))));
    doors.forEach(
        (name, calls) ->
            calls.forEach(
                call ->
                    assertThatThrownBy(call)
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage(name)));
  }
}
