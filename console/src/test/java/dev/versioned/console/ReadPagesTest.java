package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every page that changes nothing. */
class ReadPagesTest {
  private static String page(Sample sample, String address) {
    Response response = new Browser(sample.console()).get(address);
    assertThat(response.status()).as(address).isEqualTo(200);
    return response.body();
  }

  private static Response response(Sample sample, String address) {
    return new Browser(sample.console()).get(address);
  }

  @Test
  void repositoryListsArtifacts() {
    Sample sample = new Sample().versions(1);
    assertThat(page(sample, "/"))
        .contains("<a href=\"/artifacts/app\">app</a>", "No rollout is under way.", "Read-only");
  }

  @Test
  void repositoryListsRolloutsUnderWay() {
    Sample sample = new Sample().versions(2).live().rollout(1);
    assertThat(page(sample, "/")).contains("app:LIVE", "20 %", "Rollouts under way");
  }

  @Test
  void repositoryIsPaged() {
    Sample sample = new Sample();
    for (int i = 0; i < 51; i++) {
      sample
          .repo
          .artifact(String.format("a%02d", i))
          .publish(dev.versioned.Content.of(new byte[1]));
    }
    assertThat(page(sample, "/")).contains("a49", "?after=a49").doesNotContain(">a50<");
    assertThat(page(sample, "/?after=a49")).contains(">a50<").doesNotContain(">a49<");
    assertThat(page(sample, "/?prefix=a4&after=a48")).contains(">a49<").doesNotContain(">a50<");
  }

  @Test
  void artifactShowsVersionsAndWhatServes() {
    Sample sample = new Sample().versions(2).live().split();
    assertThat(page(sample, "/artifacts/app"))
        .contains("anna", "build content 2", "9 B", "/artifacts/app/aliases/LIVE", "90 %", "10 %")
        .contains("version 1 at 90 %, version 2 at 10 %");
  }

  @Test
  void versionsArePaged() {
    Sample sample = new Sample().versions(51);
    assertThat(page(sample, "/artifacts/app")).contains("?before=2\"");
    assertThat(page(sample, "/artifacts/app?before=2")).contains("/versions/1\"");
  }

  @Test
  void versionShowsRecord() {
    Sample sample = new Sample().versions(2).live().split();
    assertThat(page(sample, "/artifacts/app/versions/2"))
        .contains("git.sha", "c0ffee", sample.app.resolve("2").digest().toString())
        .contains("It has no signature.", "LIVE</a> 10 %");
  }

  @Test
  void versionShowsLabels() {
    Sample sample = new Sample().versions(2);
    assertThat(page(sample, "/artifacts/app/versions/2")).contains("It has no labels.");
    assertThat(sample.app.label(VersionNumber.of(2), l -> l.add("qa=<b>passed").add("stable")))
        .isNotNull();
    assertThat(page(sample, "/artifacts/app/versions/2"))
        .contains("qa", "&lt;b&gt;passed", "stable")
        .doesNotContain("<b>passed", "It has no labels.");
  }

  @Test
  void artifactShowsTheLabelsOfItsVersions() {
    Sample sample = new Sample().versions(60);
    for (long number : new long[] {1, 59}) {
      sample.app.label(VersionNumber.of(number), l -> l.add("qa=passed-" + number));
    }
    assertThat(page(sample, "/artifacts/app")).contains("qa=passed-59").doesNotContain("passed-1<");
    assertThat(page(sample, "/artifacts/app?before=11")).contains("qa=passed-1<");
  }

  @Test
  void artifactThatNeverExistedIsNotFound() {
    Sample sample = new Sample().versions(1);
    assertThat(response(sample, "/artifacts/ap").status()).isEqualTo(404);
    assertThat(response(sample, "/artifacts/ap").body()).contains("there is no such artifact");
    sample.app.delete(VersionNumber.of(1));
    assertThat(page(sample, "/artifacts/app")).contains("There are no versions here.");
  }

  @Test
  void onlyARevisionThatExistsWasMade() {
    Sample sample = new Sample().versions(2).live();
    assertThat(page(sample, "/artifacts/app/aliases/LIVE?made=1"))
        .contains("Revision 1 was made: ");
    for (String other : new String[] {"99", "anything", "-1"}) {
      assertThat(page(sample, "/artifacts/app/aliases/LIVE?made=" + other))
          .doesNotContain("was made: ");
    }
  }

  @Test
  void compareShowsDifferences() {
    Sample sample = new Sample().versions(2);
    sample.app.label(VersionNumber.of(2), l -> l.add("qa=passed"));
    assertThat(page(sample, "/artifacts/app/compare?from=1&to=2"))
        .contains("different bytes", "build content 1", "build content 2", "Metadata git.sha")
        .contains("Label qa");
  }

  @Test
  void aliasShowsSplitAndReasons() {
    Sample sample = new Sample().versions(2).live().split();
    assertThat(page(sample, "/artifacts/app/aliases/LIVE"))
        .contains("40 min ago", "bob", "try the new prices", "first", "class=\"shares\"");
  }

  @Test
  void aliasShowsRolloutAndGate() {
    Sample sample = new Sample().versions(2).live().rollout(2);
    assertThat(page(sample, "/artifacts/app/aliases/LIVE"))
        .contains("Rollout under way", "in 10 min", "40 %, reached", "60 %, to come")
        .contains("class=\"gate\"", "difference -0.8 % to 1.6 %, accepted 2.0 %");
  }

  @Test
  void frozenAliasSaysSo() {
    Sample sample = new Sample().versions(1).live();
    sample
        .app
        .alias("LIVE")
        .freeze(
            sample.clock.instant().plus(Duration.ofDays(1)), u -> u.by("eve").reason("holiday"));
    assertThat(page(sample, "/artifacts/app/aliases/LIVE"))
        .contains("Frozen until 2026-05-02", "by eve: holiday");
  }

  @Test
  void historyIsPaged() {
    Sample sample = new Sample().versions(1).live();
    for (int i = 0; i < 60; i++) {
      sample.app.alias("LIVE").moveTo(Routing.to(VersionNumber.of(1)));
    }
    assertThat(page(sample, "/artifacts/app/aliases/LIVE")).contains("?before=12\"");
    assertThat(page(sample, "/artifacts/app/aliases/LIVE?before=12")).contains("first");
  }

  @Test
  void fleetWithoutReportsSaysSo() {
    Sample sample = new Sample().versions(1).live();
    assertThat(page(sample, "/artifacts/app/aliases/LIVE/fleet")).contains("No process reports");
  }

  @Test
  void fleetShowsProcesses() {
    Sample sample = new Sample().versions(1).live();
    try (var live = sample.app.alias("LIVE").watch(options -> options.report())) {
      live.report();
      assertThat(page(sample, "/artifacts/app/aliases/LIVE/fleet"))
          .contains("processes are at revision 1");
    }
  }

  @Test
  void previewShowsBeforeAndAfter() {
    Sample sample = new Sample().versions(2).live();
    assertThat(page(sample, "/artifacts/app/aliases/LIVE/moves/split?version=2&weight=25%25"))
        .contains("version 1 at 100 %", "version 1 at 75 %, version 2 at 25 %", "read-only")
        .doesNotContain("method=\"post\"");
  }

  @Test
  void missingThingsAreNotFound() {
    Sample sample = new Sample().versions(1).live();
    for (String address :
        new String[] {
          "/nothing", "/artifacts/app/versions/9", "/artifacts/app/aliases/NONE", "/artifacts"
        }) {
      assertThat(response(sample, address).status()).as(address).isEqualTo(404);
    }
  }

  @Test
  void unreadableAddressesAreRefused() {
    Sample sample = new Sample().versions(1).live();
    for (String address :
        new String[] {
          "/artifacts/%2e%2e%2f",
          "/artifacts/app/versions/x",
          "/artifacts/app/aliases/LIVE?before=x",
          "/?after=%00",
          "/artifacts/%zz",
          "/artifacts/app/compare?from=1"
        }) {
      assertThat(response(sample, address).status()).as(address).isEqualTo(400);
    }
  }

  @Test
  void checksRunOnlyWhenAsked() {
    Sample sample = new Sample().versions(1);
    int[] runs = {0};
    Console console =
        Console.builder(sample.repo)
            .check(
                "doctor",
                "Doctor",
                "Asks",
                () -> {
                  runs[0]++;
                  return java.util.List.of(new CheckResult("PASS", "races", "none", ""));
                })
            .build();
    Browser browser = new Browser(console);
    Response health = browser.get("/health");
    assertThat(runs[0]).isZero();
    Response doctor = browser.submit("/health/doctor", health, "");
    assertThat(doctor.status()).isEqualTo(403);
    String form = health.body().substring(health.body().indexOf("id=\"doctor\""));
    Response own = new Response(200, health.headers(), form);
    assertThat(browser.submit("/health/doctor", own, "").body()).contains("races", "1 finding:");
    assertThat(runs[0]).isOne();
  }

  @Test
  void fsckAndGcFindNothingInGoodRepository() {
    Sample sample = new Sample().versions(2).live();
    Browser browser = new Browser(sample.console());
    for (String check : new String[] {"fsck", "gc"}) {
      String body = browser.get("/health").body();
      String form = body.substring(body.indexOf("id=\"" + check + "\""));
      Response page = new Response(200, java.util.Map.of(), form);
      assertThat(browser.submit("/health/" + check, page, "").body())
          .contains("Nothing was found.");
    }
  }
}
