package dev.versioned.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.LedgerEntry;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Moves by forms: what the preview shows is what happens, or nothing. */
class MovesTest {
  private static final String LIVE = "/artifacts/app/aliases/LIVE";

  /** Previews, confirms, and returns what the alias serves. */
  private static String confirmed(Sample sample, String move) {
    Browser browser = new Browser(sample.movable());
    Response preview = browser.get(LIVE + "/moves/" + move);
    assertThat(preview.status()).as(preview.body()).isEqualTo(200);
    String path = LIVE + "/moves/" + move.split("\\?", 2)[0];
    Response done = browser.submit(path, preview, "reason=because");
    assertThat(done.status()).as(done.body()).isEqualTo(303);
    assertThat(browser.get(done.headers().get("Location")).body())
        .contains("was made: ", "because");
    String routing = Shown.routing(sample.app.alias("LIVE").read().routing());
    // The preview's second bar is the one after the move.
    assertThat(preview.body()).contains("aria-label=\"" + routing + "\"");
    return routing;
  }

  private static LedgerEntry.Action last(Sample sample) {
    LedgerEntry entry = sample.app.alias("LIVE").ledger().findFirst().orElseThrow();
    assertThat(entry.reason()).isEqualTo("because");
    return entry.action();
  }

  @Test
  void pointMovesAllTraffic() {
    Sample sample = new Sample().versions(2).live();
    assertThat(confirmed(sample, "point?version=2")).isEqualTo("version 2 at 100 %");
  }

  @Test
  void splitMovesShare() {
    Sample sample = new Sample().versions(2).live();
    assertThat(confirmed(sample, "split?version=2&weight=12.5%25"))
        .isEqualTo("version 1 at 87.5 %, version 2 at 12.5 %");
  }

  @Test
  void promoteGivesCanaryAllTraffic() {
    Sample sample = new Sample().versions(2).live().split();
    assertThat(confirmed(sample, "promote")).isEqualTo("version 2 at 100 %");
    assertThat(last(sample)).isEqualTo(LedgerEntry.Action.PROMOTE);
  }

  @Test
  void rollbackRestoresEarlierRouting() {
    Sample sample = new Sample().versions(2).live().split();
    assertThat(confirmed(sample, "rollback")).isEqualTo("version 1 at 100 %");
    assertThat(last(sample)).isEqualTo(LedgerEntry.Action.ROLLBACK);
  }

  @Test
  void rolloutIsStartedAdvancedAndEnded() {
    Sample sample = new Sample().versions(2).live();
    assertThat(confirmed(sample, "start?version=2&strategy=Canary10Percent5Minutes"))
        .isEqualTo("version 1 at 100 %, version 2 at 0 %");
    assertThat(confirmed(sample, "advance")).isEqualTo("version 1 at 90 %, version 2 at 10 %");
    assertThat(confirmed(sample, "pause")).isEqualTo("version 1 at 90 %, version 2 at 10 %");
    assertThat(confirmed(sample, "resume")).isEqualTo("version 1 at 90 %, version 2 at 10 %");
    assertThat(confirmed(sample, "abort")).isEqualTo("version 1 at 100 %");
  }

  @Test
  void advanceAfterLastStepPromotes() {
    Sample sample = new Sample().versions(2).live().rollout(4);
    assertThat(confirmed(sample, "advance")).isEqualTo("version 1 at 0 %, version 2 at 100 %");
    assertThat(confirmed(sample, "advance")).isEqualTo("version 2 at 100 %");
    assertThat(last(sample)).isEqualTo(LedgerEntry.Action.PROMOTE);
  }

  @Test
  void promoteDuringRolloutEndsIt() {
    Sample sample = new Sample().versions(2).live().rollout(1);
    assertThat(confirmed(sample, "promote")).isEqualTo("version 2 at 100 %");
    assertThat(sample.app.alias("LIVE").rollout().status().rollout().isOver()).isTrue();
  }

  @Test
  void waitingRolloutIsApproved() {
    Sample sample = new Sample().versions(2).live();
    confirmed(sample, "start?version=2&strategy=Canary10Percent5MinutesWaitAt10Percent");
    confirmed(sample, "advance");
    confirmed(sample, "approve");
    assertThat(last(sample)).isEqualTo(LedgerEntry.Action.ROLLOUT_APPROVE);
  }

  @Test
  void movedAliasIsNotMovedAgain() {
    Sample sample = new Sample().versions(3).live();
    Browser browser = new Browser(sample.movable());
    Response preview = browser.get(LIVE + "/moves/point?version=2");
    sample.app.alias("LIVE").pointTo(VersionNumber.of(3));
    Response refused = browser.submit(LIVE + "/moves/point", preview, "reason=late");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body())
        .contains("Nothing was changed.", "at revision 2 now: version 3 at 100 %");
    assertThat(sample.app.alias("LIVE").read().revision()).isEqualTo(2);
  }

  @Test
  void moveWithoutReasonIsRefused() {
    Sample sample = new Sample().versions(2).live();
    Browser browser = new Browser(sample.movable());
    Response preview = browser.get(LIVE + "/moves/point?version=2");
    for (String reason : new String[] {"", "reason=", "reason=%20%20"}) {
      assertThat(browser.submit(LIVE + "/moves/point", preview, reason).status()).isEqualTo(400);
    }
    assertThat(sample.app.alias("LIVE").read().revision()).isOne();
  }

  @Test
  void readOnlyConsoleMovesNothing() {
    Sample sample = new Sample().versions(2).live();
    Access access = new Access(java.util.Set.of("localhost"), java.util.Optional.empty());
    Guard guard = new Guard(access);
    Pages pages =
        new Pages(sample.repo, "R", false, java.util.List.of(), java.time.Clock.systemUTC());
    String session = "s";
    Request request = new Request("GET", "http", "", "/", "", java.util.Map.of(), "", "");
    String cookie = access.cookie(request, session).split(";", 2)[0];
    String path = LIVE + "/moves/point";
    String form =
        "proof=" + access.formToken(session, path) + "&revision=1&version=2&reason=because";
    Response refused =
        guard.handle(
            new Request(
                "POST",
                "http",
                "",
                path,
                "",
                java.util.Map.of(
                    "Host",
                    "localhost",
                    "Cookie",
                    cookie,
                    "Content-Type",
                    "application/x-www-form-urlencoded"),
                form,
                ""),
            pages);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("this console is read-only");
    assertThat(sample.app.alias("LIVE").read().revision()).isOne();
  }

  @Test
  void frozenAliasRefusesMove() {
    Sample sample = new Sample().versions(2).live();
    sample.app.alias("LIVE").freeze(sample.clock.instant().plus(Duration.ofHours(1)));
    Browser browser = new Browser(sample.movable());
    Response preview = browser.get(LIVE + "/moves/point?version=2");
    assertThat(preview.body()).contains("Frozen until");
    Response refused = browser.submit(LIVE + "/moves/point", preview, "reason=now");
    assertThat(refused.status()).isEqualTo(409);
  }

  @Test
  void userOfTheServerIsRecorded() {
    Sample sample = new Sample().versions(2).live();
    View view =
        new View(
            sample.repo,
            "",
            "R",
            true,
            java.util.List.of(),
            Params.parse("version=2&reason=because"),
            "carol",
            sample.clock.instant(),
            path -> "proof");
    MovePlan plan = MovePlan.of(MoveKind.POINT, Subject.read(sample.app, "LIVE"), view.params());
    assertThat(MovePage.make(view, plan).status()).isEqualTo(303);
    assertThat(sample.app.alias("LIVE").read().updatedBy()).isEqualTo("carol");
  }

  @Test
  void impossibleMovesAreRefused() {
    Sample sample = new Sample().versions(2).live();
    Browser browser = new Browser(sample.movable());
    assertThat(browser.get(LIVE + "/moves/promote").status()).isEqualTo(409);
    assertThat(browser.get(LIVE + "/moves/promote").body())
        .contains("it has no second version, or several; split its traffic");
    for (MoveKind kind : MoveKind.values()) {
      Response answer =
          browser.get(LIVE + "/moves/" + kind.key() + "?version=2&weight=10%25&strategy=AllAtOnce");
      boolean possible = kind.isPossible(Subject.read(sample.app, "LIVE"));
      assertThat(possible || answer.status() == 409).as(kind.key()).isTrue();
    }
    assertThat(browser.get(LIVE + "/moves/rollback").status()).isEqualTo(409);
    assertThat(browser.get(LIVE + "/moves/advance").status()).isEqualTo(409);
    assertThat(browser.get(LIVE + "/moves/explode").status()).isEqualTo(400);
    assertThat(browser.get(LIVE + "/moves/point?version=9").status()).isEqualTo(404);
    assertThat(browser.get(LIVE + "/moves/split?version=2&weight=x").status()).isEqualTo(400);
    assertThat(browser.get(LIVE + "/moves/split?version=1&weight=5%25").status()).isEqualTo(400);
  }
}
