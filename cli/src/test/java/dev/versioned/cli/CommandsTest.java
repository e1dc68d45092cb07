package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.VersionNumber;
import dev.versioned.signing.SigningKey;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every command: its help, its examples, its JSON output, its errors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsTest {
  @TempDir static Path directory;
  private LocalRepository local;
  private OneEndpoint endpoint;

  @BeforeAll
  void start() throws IOException {
    local = LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
    endpoint = OneEndpoint.of(local.aws());
    Files.writeString(directory.resolve("one.txt"), "one");
    Files.writeString(directory.resolve("two.txt"), "two");
    Files.writeString(directory.resolve("three.txt"), "three");
    Files.createDirectories(directory.resolve("folder/empty"));
    Files.writeString(directory.resolve("folder/index.html"), "<p>hello");
    Files.writeString(
        directory.resolve("releases.yaml"),
        "environments:\n  prd:\n    artifacts:\n      app:\n        PLANNED: 1\n");
    Files.writeString(
        directory.resolve("next.yaml"),
        "environments:\n  prd:\n    artifacts:\n      app:\n        PLANNED: 3\n");
    Files.writeString(
        directory.resolve("absent.yaml"),
        "environments:\n  prd:\n    artifacts:\n      app:\n        PLANNED: 99\n");
    Files.writeString(directory.resolve("wrong.yaml"), "environments: 7\n");
    Files.writeString(
        directory.resolve("one.att"),
        Envelopes.envelope("https://slsa.dev/provenance/v1", "one", SigningKey.generate()));
    for (String file : List.of("one.txt", "two.txt", "three.txt")) {
      assertThat(run("publish", "app", file).code()).isZero();
    }
    assertThat(run("alias", "point", "app", "LIVE", "1").code()).isZero();
    assertThat(run("alias", "split", "app", "SPLIT", "1", "2=10%").code()).isZero();
    assertThat(run("alias", "point", "app", "ROLL", "1").code()).isZero();
  }

  @AfterAll
  void stop() {
    endpoint.close();
    local.close();
  }

  private Run prepared() {
    return preparedIn(directory);
  }

  private Run preparedIn(Path folder) {
    return new Run(folder)
        .with("VERSIONED_BUCKET", local.bucket())
        .with("VERSIONED_TABLE", local.table())
        .with("VERSIONED_ENDPOINT_URL", endpoint.url())
        .with("VERSIONED_ACTOR", "tester");
  }

  private Run.Result run(String... args) {
    return prepared()
        .of(
            Arrays.stream(args)
                .map(arg -> arg.equals("OWN") ? local.bucket() : arg)
                .toArray(String[]::new));
  }

  /**
   * A command line, its exit code, and the names in its output or its error; {@code OWN} is the
   * name of bucket and table.
   */
  private record Row(String line, int code, String names) {}

  /** In this order: some depend on earlier ones. */
  private static final List<Row> ROWS =
      List.of(
          new Row("init --check --no-deletion-protection", 0, "findings,good"),
          new Row("init --bucket", 2, "USAGE"),
          new Row("init --take-over", 2, "USAGE"),
          new Row("init --yes", 2, "USAGE"),
          new Row("doctor", 0, "checks,healthy"),
          new Row("doctor --endpoint-url nowhere", 2, "USAGE"),
          new Row(
              "whoami",
              0,
              "actor,actorFrom,bucket,context,endpointUrl,prefix,profile,region,table"),
          new Row("whoami --context none", 2, "USAGE"),
          new Row("put app two.txt --meta a=b --content-type text/plain", 0, "version"),
          new Row("put app none.txt", 1, "UNREADABLE_CONTENT"),
          new Row("publish app one.txt --idempotency-key k --force", 0, "outcome,version"),
          new Row("publish app two.txt --idempotency-key k", 4, "IDEMPOTENCY_KEY_REUSED"),
          new Row("publish nothing", 3, "NOT_FOUND"),
          new Row(
              "publish app one.txt --expect-digest"
                  + " sha256:0000000000000000000000000000000000000000000000000000000000000000",
              5,
              "CORRUPT_CONTENT"),
          new Row("publish app --file-name x", 2, "USAGE"),
          new Row("versions app --limit 2", 0, "artifact,versions"),
          new Row("versions app --limit 0", 2, "USAGE"),
          new Row("versions app --state gone", 2, "USAGE"),
          new Row("key generate made.pem", 0, "keyId,privateKey,publicKey"),
          new Row("key generate one.txt", 2, "USAGE"),
          new Row("sign app 1 --sign-key made.pem", 0, "keyId,version"),
          new Row("sign app 1", 2, "USAGE"),
          new Row("sign app 1 --sign-key one.txt", 2, "USAGE"),
          new Row("sign app 99 --sign-key made.pem", 3, "NOT_FOUND"),
          new Row("verify app LIVE --trust made.pem.pub", 0, "attestations,verified,version"),
          new Row("verify app 2 --trust made.pem.pub", 5, "UNTRUSTED_VERSION"),
          new Row("verify app 1", 2, "USAGE"),
          new Row("verify app 1 --trust one.txt", 2, "USAGE"),
          new Row("verify app 1 --trust-root made.pem.pub", 2, "USAGE"),
          new Row("get app 2 -o never.txt --trust made.pem.pub", 5, "UNTRUSTED_VERSION"),
          new Row("attestation app LIVE", 0, "attestation"),
          new Row("attestation app 2", 3, "NOT_FOUND"),
          new Row("attach app 1 one.att", 0, "attestation,version"),
          new Row("attach app 2 one.att", 1, "ATTESTATION_REFUSED"),
          new Row("attach app 1 none.att", 1, "IO"),
          new Row("attach app 99 one.att", 3, "NOT_FOUND"),
          new Row("attestation app 1 --type https://slsa.dev/provenance/v1", 0, "attestations"),
          new Row("attestation app 1 --type https://other", 3, "NOT_FOUND"),
          new Row("show app 1 --attestations", 0, "attestations,labels,version"),
          new Row(
              "trust --root-key made.pem --serial 1 --key made.pem.pub"
                  + " --attestation https://slsa.dev/provenance/v1=made.pem.pub",
              0,
              "policy"),
          new Row(
              "trust --root-key made.pem --serial 1 --key made.pem.pub --attestation made.pem.pub",
              2,
              "USAGE"),
          new Row(
              "trust --root-key made.pem --serial 1 --key made.pem.pub --signed-moves 1d",
              0,
              "policy"),
          new Row("trust --root-key made.pem --serial 0 --key made.pem.pub", 2, "USAGE"),
          new Row(
              "trust --root-key made.pem --serial 1 --key made.pem.pub --allow app", 2, "USAGE"),
          new Row("alias renew app SPLIT --sign-key made.pem", 5, "UNTRUSTED_VERSION"),
          new Row("alias renew app SPLIT", 0, "alias,change"),
          new Row("alias renew app NONE", 3, "NOT_FOUND"),
          new Row("label app 2 --add qa=passed --add stable --remove x", 0, "labels"),
          new Row("label app 2 --add other --if-revision 0", 4, "REVISION_CONFLICT"),
          new Row("label app 2 --add twice --remove twice", 2, "USAGE"),
          new Row("label app 2 --add twice=1 --add twice=2", 2, "USAGE"),
          new Row("label app 2", 0, "labels"),
          new Row("label app 2 --if-revision 1", 2, "USAGE"),
          new Row("label app 99 --add x", 3, "NOT_FOUND"),
          new Row("versions app --label qa=passed --label stable", 0, "artifact,versions"),
          new Row("versions app --label stable --state deleted", 2, "USAGE"),
          new Row("show app LIVE", 0, "labels,version"),
          new Row("show app 99", 3, "NOT_FOUND"),
          new Row("uri app LIVE", 0, "digest,uri"),
          new Row("uri app 99", 3, "NOT_FOUND"),
          new Row("diff app 1 2", 0, "differences,from,sameContent,to"),
          new Row("diff app 1 99", 3, "NOT_FOUND"),
          new Row("diff app 1 2 --content", 0, "differences,files,from,sameContent,to"),
          new Row("presign app LIVE --expires 5m", 0, "expiresAt,url,version"),
          new Row("presign app LIVE --expires 8d", 2, "USAGE"),
          new Row("presign app 99", 3, "NOT_FOUND"),
          new Row("versions app --meta git.sha=none", 0, "artifact,versions"),
          new Row("get app 2 -o got.txt", 0, "file,version"),
          new Row("get app 99", 3, "NOT_FOUND"),
          new Row("fetch app LIVE --cache cache", 0, "downloaded,file,version"),
          new Row("fetch app 99 --cache cache", 3, "NOT_FOUND"),
          new Row("fetch app 1", 2, "USAGE"),
          new Row("publish site folder/", 0, "outcome,version"),
          new Row("get site 1 -o unpacked/", 0, "file,version"),
          new Row("get site 1 -o unpacked/", 2, "USAGE"),
          new Row("get site 1 -o few --max-entries 1", 5, "UNSAFE_ARCHIVE"),
          new Row("get app 2 -o no/such/folder", 2, "USAGE"),
          new Row("delete app 3", 0, "artifact,deleted"),
          new Row("delete app 1", 4, "VERSION_IN_USE"),
          new Row("restore app 3", 0, "version"),
          new Row("restore app 99", 3, "NOT_FOUND"),
          new Row("prune app --keep-last 50 --dry-run", 0, "artifact,dryRun,verdicts"),
          new Row(
              "prune app --keep-last 50",
              0,
              "artifact,cameIntoUse,deleted,deletedBytes,dryRun,failures,kept"),
          new Row("prune app", 2, "USAGE"),
          new Row(
              "export backup --artifact app",
              0,
              "aliases,artifacts,bytes,bytesSkipped,folder,keys,ledgerRows,recordsSkipped,versions,"
                  + "versionsSkipped"),
          new Row("export backup --artifact nope", 3, "NOT_FOUND"),
          new Row("export backup --alias LIVE --no-aliases", 2, "USAGE"),
          new Row("export one.txt", 1, "IO"),
          new Row(
              "import backup --name-prefix ap --no-aliases",
              0,
              "aliases,artifacts,bytes,bytesSkipped,folder,keys,ledgerRows,recordsSkipped,versions,"
                  + "versionsSkipped"),
          new Row("import backup --artifact nope", 3, "NOT_FOUND"),
          new Row("import nothing", 1, "UNREADABLE_CONTENT"),
          new Row(
              "copy --to-bucket OWN --to-table OWN --artifact app --no-aliases",
              0,
              "aliases,artifacts,bucket,bytes,bytesSkipped,keys,ledgerRows,recordsSkipped,table,"
                  + "versions,versionsSkipped"),
          new Row("copy --to-bucket none --to-table none --artifact app", 1, "BACKEND"),
          new Row("copy --to-bucket none", 2, "USAGE"),
          new Row(
              "import-python --from-bucket OWN --from-prefix none",
              0,
              "aliases,artifacts,bucket,bytes,bytesSkipped,dryRun,faults,keys,ledgerRows,"
                  + "recordsSkipped,versions,versionsSkipped"),
          new Row(
              "import-python --from-bucket OWN --from-prefix none --dry-run",
              0,
              "aliases,artifacts,bucket,dryRun,faults,versions"),
          new Row("import-python --from-bucket none", 1, "BACKEND"),
          new Row("import-python --from-bucket OWN --from-suffix /", 2, "USAGE"),
          new Row("import-python", 2, "USAGE"),
          new Row(
              "repository delete --dry-run",
              0,
              "dryRun,foreign,foreignCount,items,objects,table,uploads"),
          new Row("repository delete", 2, "USAGE"),
          new Row("repository delete --confirm other", 2, "USAGE"),
          new Row("repository delete --table none --confirm none", 1, "BACKEND"),
          new Row("artifacts", 0, "artifacts"),
          new Row("artifacts --name-prefix ap", 0, "artifacts"),
          new Row("artifacts --name-prefix /", 2, "USAGE"),
          new Row("artifacts --table none", 1, "BACKEND"),
          new Row("alias point app LIVE 2 --reason why --expect-revision 1", 0, "alias,change"),
          new Row("alias point app LIVE 1 --expect-revision 1", 4, "REVISION_CONFLICT"),
          new Row("alias point app LIVE 99", 3, "NOT_FOUND"),
          new Row("alias split app LIVE 1 2=10% 3=0.5%", 0, "alias,change"),
          new Row("alias split app LIVE 1 2=0.001%", 2, "USAGE"),
          new Row("alias split app LIVE 1 2=10% 2=5%", 2, "USAGE"),
          new Row("alias promote app SPLIT", 0, "alias,change"),
          new Row("alias promote app NONE", 3, "NOT_FOUND"),
          new Row("alias rollback app SPLIT --dry-run", 0, "alias,dryRun,rollbacks"),
          new Row("alias rollback app SPLIT --dry-run --to-revision 7", 3, "NOT_FOUND"),
          new Row("alias rollback app SPLIT", 0, "alias,before,change"),
          new Row("alias rollback app SPLIT --away-from 2 --dry-run", 3, "NOT_FOUND"),
          new Row("alias rollback app SPLIT --away-from 9", 0, "alias,before"),
          new Row("alias rollback app SPLIT --away-from 9 --to-revision 1", 2, "USAGE"),
          new Row("alias rollback app NONE", 3, "NOT_FOUND"),
          new Row("alias show app LIVE", 0, "alias,lastChange,overrides,rollout"),
          new Row("alias show app NONE", 3, "NOT_FOUND"),
          new Row("alias list app", 0, "aliases,artifact"),
          new Row("alias list not/a/name", 2, "USAGE"),
          new Row("alias history app LIVE --limit 2", 0, "alias,artifact,entries"),
          new Row("alias history app 12", 2, "USAGE"),
          new Row("alias history app:LIVE --since 1h --action move", 0, "alias,artifact,entries"),
          new Row("alias list app --serves 1 --sort age --reverse", 0, "aliases,artifact"),
          new Row("alias list app --sort size", 2, "USAGE"),
          new Row("history --since 1h --by tester --name-prefix ap", 0, "entries"),
          new Row("history --since soon", 2, "USAGE"),
          new Row("artifacts --long --limit 1", 0, "artifacts,details"),
          new Row("alias point app TST 2", 0, "alias,change"),
          new Row("alias point app:PRD TST", 0, "alias,change"),
          new Row("alias point app PRD NONE", 3, "NOT_FOUND"),
          new Row("alias point app PRD SPLIT", 2, "USAGE"),
          new Row("alias delete app TST", 0, "artifact,deleted"),
          new Row("alias delete app:PRD", 0, "artifact,deleted"),
          new Row("show app:1", 0, "labels,version"),
          new Row("versions app --sort size --by tester --since 1d", 0, "artifact,versions"),
          new Row("alias delete app SPLIT", 0, "artifact,deleted"),
          new Row("alias delete app LIVE --expect-revision 99", 4, "REVISION_CONFLICT"),
          new Row("alias point app ICE 1", 0, "alias,change"),
          new Row("alias override app ICE user-42 2 --reason ticket", 0, "alias,change"),
          new Row("alias override app ICE user-42 99", 3, "NOT_FOUND"),
          new Row("alias override app ICE user-42", 2, "USAGE"),
          new Row("alias override app ICE user-42 2 --clear-all", 2, "USAGE"),
          new Row("alias override app ICE --clear user-42", 0, "alias,change"),
          new Row("alias override app ICE --clear-all", 0, "alias"),
          new Row("alias override app NONE user-42 1", 3, "NOT_FOUND"),
          new Row("alias freeze app ICE --until 2020-01-01T00:00Z", 2, "USAGE"),
          new Row("alias freeze app ICE --until tomorrow", 2, "USAGE"),
          new Row("alias freeze app NONE --until TOMORROW", 3, "NOT_FOUND"),
          new Row("alias freeze app ICE --until TOMORROW --reason sale", 0, "alias,change"),
          new Row("alias show app ICE", 0, "alias,lastChange,overrides,rollout"),
          new Row("alias point app ICE 2", 4, "MOVE_REFUSED"),
          new Row("alias delete app ICE", 4, "MOVE_REFUSED"),
          new Row("alias point app ICE 2 --break-freeze hotfix", 0, "alias,change"),
          new Row("alias unfreeze app ICE", 0, "alias,change"),
          new Row("alias unfreeze app NONE", 3, "NOT_FOUND"),
          new Row("alias delete app ICE", 0, "artifact,deleted"),
          new Row("rollout start app ROLL --to 2 --strategy Canary10Percent5Minutes", 0, "rollout"),
          new Row("rollout start app ROLL --to 2 --strategy AllAtOnce", 4, "ALREADY_EXISTS"),
          new Row("rollout start app ROLL --to 2 --strategy Sometimes", 2, "USAGE"),
          new Row("rollout start app ROLL --to 2", 2, "USAGE"),
          new Row("rollout status app ROLL", 0, "rollout"),
          new Row("rollout list", 0, "rollouts"),
          new Row("rollout list app", 2, "USAGE"),
          new Row("rollout status app LIVE", 3, "NOT_FOUND"),
          new Row("rollout tick app ROLL", 0, "detail,outcome,rollout"),
          new Row("rollout tick app NONE", 3, "NOT_FOUND"),
          new Row("rollout pause app ROLL", 0, "rollout"),
          new Row("rollout pause app LIVE", 3, "NOT_FOUND"),
          new Row("rollout resume app ROLL", 0, "rollout"),
          new Row("rollout resume app LIVE", 3, "NOT_FOUND"),
          new Row("rollout advance app ROLL --to-end --expect-revision 99", 4, "REVISION_CONFLICT"),
          new Row("rollout advance app ROLL --reason fast", 0, "rollout"),
          new Row("rollout advance app LIVE", 3, "NOT_FOUND"),
          new Row("rollout approve app ROLL", 4, "MOVE_REFUSED"),
          new Row("rollout abort app ROLL --reason no", 0, "rollout"),
          new Row(
              "rollout start app ROLL --to 2 --strategy AllAtOnce --wait-at 50% --gate none",
              2, "USAGE"),
          new Row(
              "rollout start app ROLL --to 2 --strategy AllAtOnce --wait-at 100%"
                  + " --approval-by-another --actor ada",
              0, "rollout"),
          new Row("rollout tick app ROLL", 0, "detail,outcome,rollout"),
          new Row("rollout advance app ROLL --to-end", 4, "MOVE_REFUSED"),
          new Row("rollout approve app ROLL --actor ada", 4, "MOVE_REFUSED"),
          new Row("rollout approve app ROLL --actor grace --reason right", 0, "rollout"),
          new Row("rollout advance app ROLL --to-end", 0, "rollout"),
          new Row("alias point app ROLL 1", 0, "alias,change"),
          new Row("rollout abort app LIVE", 3, "NOT_FOUND"),
          new Row(
              "rollout run app ROLL --to 2 --strategy AllAtOnce --every 1ms", 0, "rollout,ticks"),
          new Row("rollout run app ROLL --to 2 --strategy AllAtOnce", 0, "rollout,ticks"),
          new Row(
              "rollout run app ROLL --to 1 --strategy AllAtOnce --every 1ms --check false",
              1,
              "rollout,ticks"),
          new Row("rollout run app NONE --to 1 --strategy AllAtOnce", 3, "NOT_FOUND"),
          new Row(
              "release plan releases.yaml --env prd",
              0,
              "changes,differs,environment,unmanaged,warnings"),
          new Row(
              "release plan releases.yaml --env prd --fail-on-drift",
              1,
              "changes,differs,environment,unmanaged,warnings"),
          new Row("release plan releases.yaml --env tst", 2, "USAGE"),
          new Row("release plan wrong.yaml --env prd", 2, "USAGE"),
          new Row("release plan none.yaml --env prd", 1, "IO"),
          new Row("release plan absent.yaml --env prd", 3, "NOT_FOUND"),
          new Row(
              "release apply releases.yaml --env prd --receipt receipt.json",
              0,
              "changes,differs,environment,moved,unmanaged,warnings"),
          new Row(
              "release plan next.yaml --env prd --out next.plan",
              0,
              "changes,differs,environment,unmanaged,warnings"),
          new Row("release apply next.plan --env tst", 2, "USAGE"),
          new Row("release apply next.yaml", 2, "USAGE"),
          new Row("release apply next.plan --table none", 2, "USAGE"),
          new Row("release apply absent.yaml --env prd", 3, "NOT_FOUND"),
          new Row("release rollback releases.yaml", 2, "USAGE"),
          new Row(
              "release apply next.yaml --env prd --receipt next.json",
              0,
              "changes,differs,environment,moved,unmanaged,warnings"),
          new Row(
              "release apply next.yaml --env prd --receipt next.json",
              0,
              "changes,differs,environment,moved,unmanaged,warnings"),
          new Row("release apply next.plan", 4, "REVISION_CONFLICT"),
          new Row("release rollback receipt.json", 4, "REVISION_CONFLICT"),
          new Row("release rollback next.json", 0, "deleted,moved"),
          new Row("release rollback next.json", 4, "REVISION_CONFLICT"),
          new Row("release schema", 0, "$defs,$id,$schema,oneOf,title"),
          new Row("release schema more", 2, "USAGE"),
          new Row("console --port 0 --for 1ms", 0, "moves,url"),
          new Row("console --port 0 --for 1ms --bind 0.0.0.0", 2, "USAGE"),
          new Row("console --port 0 --for 1ms --bind 0.0.0.0 --allow-remote", 2, "USAGE"),
          new Row("console --port 99999", 2, "USAGE"),
          new Row("route app LIVE --key me", 0, "alias,artifact,key,reason,revision,slot,version"),
          new Row("route app LIVE -n 100", 0, "alias,artifact,counts,draws,revision"),
          new Row("route app LIVE -n 0", 2, "USAGE"),
          new Row("route app NONE", 3, "NOT_FOUND"),
          new Row(
              "fleet app LIVE",
              0,
              "alias,artifact,behind,current,notReady,processes,revision,revisions"),
          new Row("fleet app LIVE --hosts -1", 2, "USAGE"),
          new Row("fleet app NONE", 3, "NOT_FOUND"),
          new Row("gc --dry-run", 0, "dryRun,garbage"),
          new Row("gc", 0, "dryRun,failures,foreign,reasons,total"),
          new Row("gc --grace-period soon", 2, "USAGE"),
          new Row("gc --grace-period=-PT1S", 2, "USAGE"),
          new Row("prune app --older-than 999999999d", 2, "USAGE"),
          new Row("fsck --digests", 0, "violations"),
          new Row("fsck --artifact /", 2, "USAGE"),
          new Row("completion more", 2, "USAGE"),
          new Row("sandbox -- true", 2, "USAGE"),
          new Row("nonsense", 2, "USAGE"),
          new Row("alias", 2, "USAGE"));

  @TestFactory
  Stream<DynamicTest> everyCommandAnswersAndFailsAsDocumented() {
    return ROWS.stream().map(row -> dynamicTest(row.line(), () -> check(row)));
  }

  private void check(Row row) {
    String tomorrow = Instant.now().plus(Duration.ofDays(1)).toString();
    String line = row.line().replace("TOMORROW", tomorrow);
    List<String> args = new ArrayList<>(Arrays.asList(line.split(" ")));
    args.add("--output");
    args.add("json");
    Run.Result result = run(args.toArray(new String[0]));
    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(row.code());
    if (row.names().matches("[A-Z_]+")) {
      assertThat(result.out()).isEmpty();
      JsonNode error = result.error();
      assertThat(error.get("code").asText()).isEqualTo(row.names());
      assertThat(error.get("exitCode").asInt()).isEqualTo(row.code());
      assertThat(error.get("message").asText()).isNotEmpty().doesNotContain("\n");
    } else {
      assertThat(result.err()).isEmpty();
      TreeSet<String> names = new TreeSet<>();
      result.json().fieldNames().forEachRemaining(names::add);
      assertThat(String.join(",", names)).isEqualTo(row.names());
      if (!row.line().equals("release schema")) {
        inside(result.json(), names);
        names.forEach(name -> assertThat(manual()).as("docs/cli.md").contains("`" + name + "`"));
      }
    }
    documented(row);
  }

  /** Collects the names in nested objects, except names that are data themselves. */
  private static void inside(JsonNode node, Set<String> names) {
    node.properties()
        .forEach(
            field -> {
              names.add(field.getKey());
              if (field.getKey().equals("reasons")) {
                field.getValue().forEach(tally -> inside(tally, names));
              } else if (!Set.of("metadata", "values").contains(field.getKey())) {
                inside(field.getValue(), names);
              }
            });
    if (node.isArray()) {
      node.forEach(item -> inside(item, names));
    }
  }

  @Test
  void consoleServesPagesByItsToken() throws IOException, InterruptedException {
    try (PipedInputStream printed = new PipedInputStream();
        PrintStream out =
            new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8)) {
      Terminal terminal =
          new Terminal(
              InputStream.nullInputStream(),
              out,
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
              Map.of(
                  "VERSIONED_BUCKET", local.bucket(),
                  "VERSIONED_TABLE", local.table(),
                  "VERSIONED_ENDPOINT_URL", endpoint.url()),
              directory,
              false);
      Thread command = new Thread(() -> new Cli(terminal).run("console", "--port", "0"));
      command.setDaemon(true);
      command.start();
      String url =
          new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8)).readLine();
      HttpClient client =
          HttpClient.newBuilder()
              .cookieHandler(new CookieManager())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      String page =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(url)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(page).contains("/artifacts/app", "Read-only", local.bucket());
      command.interrupt();
      command.join();
    }
  }

  @Test
  void directoryGetsTheNameThatItWasPublishedUnder() throws IOException {
    Files.createDirectories(directory.resolve("build/named/empty"));
    assertThat(run("publish", "named", "build/named").code()).isZero();
    assertThat(run("get", "named", "1").code()).isZero();
    assertThat(directory.resolve("named/empty")).isDirectory();
  }

  @Test
  void versionsAreFoundByTheirMetadata() {
    for (String sha : List.of("1a2b", "1a2b3c", "1a2b")) {
      assertThat(run("publish", "found", "one.txt", "--force", "--meta", "git.sha=" + sha).code())
          .isZero();
    }
    List<String> found =
        run("versions", "found", "--meta", "git.sha=1a2b", "--output", "json")
            .json()
            .findValuesAsText("version");
    assertThat(found).containsExactly("3", "1");
    assertThat(run("versions", "found", "--meta", "git.sha=1a2b", "--meta", "more=x").out())
        .isEmpty();
    assertThat(run("versions", "found", "--meta", "git.sha=1a2b", "--limit", "1").out())
        .startsWith("3  3  ");
    assertThat(numbers("--meta-prefix", "git.sha=1a2b")).containsExactly("3", "2", "1");
    assertThat(numbers("--meta-prefix", "git.sha=1a2b3")).containsExactly("2");
    assertThat(numbers("--meta-prefix", "git.sha=1a", "--meta", "git.sha=1a2b3c"))
        .containsExactly("2");
    assertThat(numbers("--meta-prefix", "more=")).isEmpty();
  }

  @Test
  void metadataMayHaveAnyCharacterAndANameOneValue() {
    String value = "half=\"a,b c";
    Run.Result done = run("publish", "quoted", "one.txt", "--meta", "note=" + value);
    assertThat(done.code()).isZero();
    assertThat(done.err()).isEmpty();
    assertThat(run("show", "quoted", "1", "--output", "json").json().findValue("note").asText())
        .isEqualTo(value);
    for (List<String> line :
        List.of(
            List.of("publish", "quoted", "two.txt", "--meta", "a=1", "--meta", "a=2"),
            List.of("versions", "quoted", "--meta", "a=1", "--meta", "a=2"),
            List.of("versions", "quoted", "--meta", "a"))) {
      Run.Result refused = run(line.toArray(String[]::new));
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).containsAnyOf("give it once", "write NAME=VALUE");
    }
  }

  private List<String> numbers(String... options) {
    List<String> words = new ArrayList<>(List.of("versions", "found", "--output", "json"));
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new)).json().findValuesAsText("version");
  }

  @Test
  void presignedUrlReturnsTheBytes() throws Exception {
    Path html = Files.writeString(directory.resolve("p\u00e4ge.html"), "<p>hello");
    assertThat(
            run("publish", "shared", html.getFileName().toString(), "--content-type", "text/html")
                .code())
        .isZero();
    Run.Result presigned = run("presign", "shared", "1");
    String url = presigned.out().strip();
    assertThat(presigned.err())
        .isEqualTo("digest " + Digest.of(Files.readAllBytes(html)) + System.lineSeparator());
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("<p>hello");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html");
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .isEqualTo("attachment; filename*=UTF-8''p%C3%A4ge.html");
    assertThat(url).contains("X-Amz-Expires=3600");
  }

  @Test
  void diffListsPropertiesAndFiles() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.writeString(tree.resolve("kept"), "same");
    Files.writeString(tree.resolve("old"), "old");
    Files.writeString(tree.resolve("index"), "one");
    assertThat(run("publish", "tree", "tree", "--meta", "git.sha=1", "--meta", "gone=x").code())
        .isZero();
    Files.delete(tree.resolve("old"));
    Files.writeString(tree.resolve("index"), "three");
    Files.writeString(tree.resolve("new"), "new!");
    assertThat(run("publish", "tree", "tree", "--meta", "git.sha=2", "--meta", "come=y").code())
        .isZero();
    assertThat(run("diff", "tree", "1", "2", "--content").out())
        .startsWith("tree:1 -> tree:2\n~ digest: sha256:")
        .contains(
            "~ metadata git.sha: 1 -> 2\n",
            "- metadata gone: x\n",
            "+ metadata come: y\n",
            "~ file index (3 -> 5 bytes)\n",
            "+ file new (4 bytes)\n",
            "- file old (3 bytes)\n")
        .doesNotContain("kept", "content type");
    assertThat(run("diff", "tree", "1", "1", "--content").out()).isEqualTo("tree:1 -> tree:1\n");
  }

  @Test
  void labelsAreShownAndFilterLists() throws Exception {
    for (String text : List.of("one", "two", "three")) {
      Files.writeString(directory.resolve("labelled.txt"), text);
      assertThat(run("publish", "labelled", "labelled.txt").code()).isZero();
    }
    assertThat(run("label", "labelled", "1", "--add", "qa=passed", "--add", "old").out())
        .isEqualTo("labelled:1 old, qa=passed (revision 1)\n");
    assertThat(run("label", "labelled", "3", "--add", "qa=passed").code()).isZero();
    assertThat(run("label", "labelled", "2").out())
        .isEqualTo("labelled:2 has no labels (revision 0)\n");
    assertThat(run("show", "labelled", "1").out())
        .contains("label         old\nlabel         qa=passed\n");
    assertThat(run("versions", "labelled", "--label", "qa=passed").out().lines())
        .hasSize(2)
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("3 ");
    assertThat(run("versions", "labelled", "--label", "qa=passed", "--label", "old").out().lines())
        .hasSize(1);
  }

  @Test
  void uriNamesTheObject() {
    assertThat(run("uri", "app", "2").out())
        .isEqualTo("s3://" + local.bucket() + "/app/000000000002/two.txt\n");
  }

  @Test
  void everyCommandIsTriedWithAnAnswerAndWithAnError() {
    Map<String, CommandLine> commands = new TreeMap<>();
    collect(new Cli(terminal()).commandLine(), commands);
    // Prints a script, whatever the output form.
    commands.remove("versioned completion");
    // Runs another jar.
    commands.remove("versioned sandbox");
    commands.forEach(
        (name, command) -> {
          if (command.getSubcommands().isEmpty()) {
            String line = name.replaceFirst("versioned ", "") + " ";
            assertThat(ROWS.stream().filter(row -> (row.line() + " ").startsWith(line)))
                .as(name)
                .anyMatch(row -> row.code() == 0)
                .anyMatch(row -> row.code() > 0);
          }
        });
  }

  /** The manual lists all fields of the output. */
  private static void documented(Row row) {
    String manual = manual();
    for (String name : List.of(row.names().split(",", -1))) {
      if (!row.line().equals("release schema")) {
        assertThat(manual).as("docs/cli.md").contains("`" + name + "`");
      }
    }
  }

  private static String manual() {
    try {
      return Files.readString(Path.of("../docs/cli.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyErrorIsOneLineOfText() {
    return ROWS.stream()
        .filter(row -> row.names().equals("USAGE") || row.names().equals("NOT_FOUND"))
        .map(
            row ->
                dynamicTest(
                    row.line(),
                    () -> {
                      Run.Result result = run(row.line().split(" "));
                      assertThat(result.err()).startsWith("error: ").hasLineCount(1);
                      assertThat(result.err()).doesNotContain("\tat ");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyCommandHasHelpWithExamplesThatParse() {
    Map<String, CommandLine> commands = new TreeMap<>();
    collect(new Cli(terminal()).commandLine(), commands);
    assertThat(commands).hasSizeGreaterThan(35);
    return commands.entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> helps(entry.getValue())));
  }

  private static void collect(CommandLine command, Map<String, CommandLine> commands) {
    commands.put(command.getCommandSpec().qualifiedName(), command);
    command.getSubcommands().values().forEach(sub -> collect(sub, commands));
  }

  @Test
  void helpOfNoCommandIsRefused() {
    for (String[] args : new String[][] {{"help", "delte"}, {"help", "alias", "splti"}}) {
      Run.Result result = run(args);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("'" + args[args.length - 1] + "'");
    }
    assertThat(run("help", "alias", "split").out()).contains("Usage: versioned alias split");
    assertThat(run("help", "delete", "checkout").out()).contains("Usage: versioned delete");
  }

  private void helps(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    List<String> args = new ArrayList<>(Arrays.asList(name.split(" ")));
    args.remove(0);
    args.add("--help");
    Run.Result result = run(args.toArray(new String[0]));
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("Usage: " + name).contains("--bucket").contains("Examples:");
    String[] footer = command.getCommandSpec().usageMessage().footer();
    List<String> examples =
        Arrays.stream(footer).map(String::strip).filter(l -> l.contains("versioned ")).toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      String line = example.replaceAll("^.*?versioned ", "").replaceAll("[|>)].*$", "").strip();
      // As in a shell, quotes make one word.
      String[] words =
          Arrays.stream(line.split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
              .map(word -> word.replace("\"", "").replace("'", ""))
              .toArray(String[]::new);
      CommandLine parser = new Cli(terminal()).commandOf(words);
      parser.parseArgs(QualifiedNames.split(parser, words));
    }
  }

  private Terminal terminal() {
    return new Terminal(System.in, System.out, System.err, Map.of(), directory, false);
  }

  @Test
  void everyCommandIsInTheManual() {
    Map<String, CommandLine> commands = new TreeMap<>();
    collect(new Cli(terminal()).commandLine(), commands);
    for (Map.Entry<String, CommandLine> command : commands.entrySet()) {
      if (command.getValue().getSubcommands().isEmpty()) {
        assertThat(manual()).contains("`" + command.getKey().replaceFirst("versioned ", ""));
      }
    }
  }

  @Test
  void optionsComeFromTheLineThenTheEnvironmentThenTheConfigFile(@TempDir Path other)
      throws IOException {
    Files.writeString(
        other.resolve(".versioned.yaml"), "bucket: " + local.bucket() + "\ntable: none\n");
    String address = endpoint.url();
    Run bare = new Run(other).with("VERSIONED_ENDPOINT_URL", address);
    assertThat(bare.of("artifacts").err()).contains("table none");
    Run run = bare.with("VERSIONED_TABLE", local.table());
    assertThat(run.of("artifacts").out()).startsWith("app\n");
    assertThat(run.of("--table", "nothing", "artifacts").err()).contains("table nothing");
    assertThat(run.of("artifacts", "--table", "nothing").err()).contains("table nothing");

    Files.writeString(other.resolve("more.json"), "{\"bucket\": \"b\",\n \"tabel\": \"t\"}");
    Run.Result wrong = new Run(other).of("artifacts", "--config", "more.json");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("more.json:2").contains("'tabel'");
  }

  @Test
  void bucketOwnerIsSentWithEveryRequest() {
    String owner = "123456789012";
    assertThat(run("get", "app", "1", "-o", "owned", "--expected-bucket-owner", owner).code())
        .isZero();
    assertThat(endpoint.s3Request()).contains("x-amz-expected-bucket-owner: " + owner);
    Run.Result wrong = prepared().with("VERSIONED_EXPECTED_BUCKET_OWNER", "acme").of("artifacts");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("acme", "12 digits");
  }

  @TestFactory
  Stream<DynamicTest> everyGlobalOptionComesFromEachPlace(@TempDir Path other) {
    Map<String, BiConsumer<GlobalOptions, String>> options =
        new TreeMap<>(
            Map.of(
                "bucket", (o, value) -> o.bucket = value,
                "table", (o, value) -> o.table = value,
                "prefix", (o, value) -> o.prefix = value,
                "expected-bucket-owner", (o, value) -> o.expectedBucketOwner = value,
                "region", (o, value) -> o.region = value,
                "profile", (o, value) -> o.profile = value,
                "endpoint-url", (o, value) -> o.endpointUrl = value,
                "output", (o, value) -> o.output = value,
                "actor", (o, value) -> o.actor = value));
    options.put("sign-key", (o, value) -> o.signKey = value);
    options.put("trust", (o, value) -> o.trust = value);
    options.put("trust-root", (o, value) -> o.trustRoot = value);
    options.put("trust-serial", (o, value) -> o.trustSerial = value);
    assertThat(options.keySet()).containsExactlyInAnyOrderElementsOf(Settings.NAMES);
    return Settings.NAMES.stream()
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      String[] values =
                          name.equals("output")
                              ? new String[] {"json", "text", "json"}
                              : new String[] {"line", "environment", "file"};
                      Path file = Files.writeString(other.resolve(name), name + ": " + values[2]);
                      String variable =
                          "VERSIONED_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
                      GlobalOptions given = new GlobalOptions();
                      given.config = file.toString();
                      Terminal bare = terminal();
                      Terminal set =
                          new Terminal(
                              bare.in(),
                              bare.out(),
                              bare.err(),
                              Map.of(variable, values[1]),
                              other,
                              false);
                      assertThat(Settings.of(given, bare).find(name)).contains(values[2]);
                      assertThat(Settings.of(given, set).find(name)).contains(values[1]);
                      options.get(name).accept(given, values[0]);
                      assertThat(Settings.of(given, set).find(name)).contains(values[0]);
                      // The line has an option of this name.
                      new Cli(bare)
                          .commandOf("artifacts")
                          .parseArgs("artifacts", "--" + name, values[0]);
                      new Cli(bare)
                          .commandOf("artifacts")
                          .parseArgs("--" + name, values[0], "artifacts");
                    }));
  }

  @Test
  void everyErrorHasItsOwnExitCode() {
    Problem unknown =
        Problem.of(
            new UnknownOutcomeException(
                "Cannot hear it", Optional.of(new IdempotencyKey("build-7")), null));
    assertThat(unknown.exit().code()).isEqualTo(6);
    assertThat(unknown.fields()).containsEntry("idempotencyKey", "build-7");
    assertThat(ROWS.stream().map(Row::code)).contains(0, 1, 2, 3, 4, 5);
    for (NotFoundException.Subject subject : NotFoundException.Subject.values()) {
      assertThat(manual()).contains(subject.name());
    }
  }

  @Test
  void listsFitTheTerminal() {
    assertThat(run("publish", "narrow", "one.txt", "--description", "d".repeat(99)).code())
        .isZero();
    for (int i = 0; i < 6; i++) {
      assertThat(run("alias", "point", "narrow", "A-LONG-NAME-" + i, "1").code()).isZero();
    }
    assertThat(
            prepared()
                .interactive()
                .with("NO_COLOR", "1")
                .with("COLUMNS", "80")
                .of("versions", "narrow")
                .out())
        .satisfies(out -> assertThat(out.lines()).allMatch(line -> line.length() <= 80));
  }

  @Test
  void unknownCommandIsNotSkipped() {
    Run.Result refused = run("aliass", "show", "app", "1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("aliass", "is 'alias' meant?");
    assertThat(run("alias", "shwo", "app", "LIVE").err()).contains("shwo");
    assertThat(run("--no-color", "nope", "show").code()).isEqualTo(2);
  }

  @Test
  void everyWordMayBeQualified() {
    for (String file : List.of("one.txt", "two.txt", "three.txt")) {
      assertThat(run("publish", "words", file).code()).isZero();
    }
    assertThat(run("alias", "point", "words:TST", "words:2").code()).isZero();
    assertThat(run("alias", "point", "words:PRD", "words:TST").code()).isZero();
    assertThat(run("route", "words:PRD", "--key", "me").out()).isEqualTo("2\n");
    assertThat(run("diff", "words:1", "words:2").out()).startsWith("words:1 -> words:2");
    assertThat(run("diff", "words", "1", "words:2").out()).startsWith("words:1 -> words:2");
    Run.Result reason =
        run("alias", "point", "words:PRD", "3", "--reason", "words:2", "--output", "json");
    assertThat(reason.json().findValue("reason").asText()).isEqualTo("words:2");
    assertThat(run("alias", "point", "words:PRD", "other:LIVE").code()).isEqualTo(2);
    // A routing key is no version.
    Run.Result override = run("alias", "override", "words:PRD", "words:key", "words:1");
    assertThat(override.out()).startsWith("words:key goes to version 1\n");
    assertThat(run("alias", "show", "words:PRD", "--output", "json").json().get("overrides"))
        .hasToString("{\"words:key\":\"1\"}");
    assertThat(run("alias", "show", "words:PRD").out()).contains("overrides    words:key=1\n");
  }

  @Test
  void timesArePointsOrDistances() {
    String before = Instant.now().minusSeconds(3_600).toString();
    assertThat(run("versions", "app", "--since", before).out()).contains("7692c3ad3540");
    assertThat(run("versions", "app", "--since", "1h").out()).contains("7692c3ad3540");
    String after = Instant.now().plusSeconds(3_600).toString();
    assertThat(run("versions", "app", "--since", after).out()).isEmpty();
    assertThat(run("history", "--since", before, "--output", "json").code()).isZero();
    assertThat(run("publish", "frozen", "one.txt").code()).isZero();
    assertThat(run("alias", "point", "frozen", "LIVE", "1").code()).isZero();
    assertThat(run("alias", "freeze", "frozen", "LIVE", "--until", "2h").code()).isZero();
    assertThat(run("alias", "point", "frozen", "LIVE", "$LATEST").code()).isEqualTo(4);
    assertThat(run("versions", "app", "--since", "soon").err())
        .contains("Cannot use 'soon' as a time", "2026-12-27T00:00Z");
  }

  @Test
  void contentToPrintIsInAPrivateFolder() throws IOException {
    List<Set<PosixFilePermission>> seen = new ArrayList<>();
    Run.Result printed =
        prepared().whenPrinting(() -> seen.addAll(spools())).of("get", "app", "1", "-o", "-");
    assertThat(printed.out()).isEqualTo("one");
    assertThat(seen).isNotEmpty();
    assertThat(seen).allMatch(PosixFilePermissions.fromString("rwx------")::equals);
  }

  /** Returns the permissions of the folders in which content waits to be printed. */
  private static List<Set<PosixFilePermission>> spools() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Set<PosixFilePermission>> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "versioned-*")) {
      for (Path folder : folders) {
        if (Files.exists(folder.resolve("bytes"))) {
          found.add(Files.getPosixFilePermissions(folder));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void adviceOfAnUnknownOutcomeNamesTheOption() {
    String advice =
        "make the same call again with the idempotency key 0e3, which does nothing if it was done";
    assertThat(Wording.ofCommand(advice)).contains("again with --idempotency-key 0e3");
  }

  @Test
  void moveIsRepeatedByItsKey() {
    for (String version : List.of("1", "2", "3")) {
      assertThat(run("alias", "point", "app", "REPEATED", version).code()).isZero();
    }
    List<String> rollback =
        List.of("alias", "rollback", "app", "REPEATED", "--idempotency-key", "job-7");
    assertThat(run(rollback.toArray(String[]::new)).out()).doesNotContain("done before");
    Run.Result again = run(rollback.toArray(String[]::new));
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("this was done before, at revision 4; nothing changed now");
    assertThat(run("route", "app", "REPEATED", "--key", "me").out()).isEqualTo("2\n");
    assertThat(run("alias", "rollback", "app", "REPEATED").code()).isZero();
    List<String> json = new ArrayList<>(rollback);
    json.addAll(List.of("--output", "json"));
    Run.Result later = run(json.toArray(String[]::new));
    assertThat(later.json().get("replayedRevision").asLong()).isEqualTo(4);
    assertThat(run("route", "app", "REPEATED", "--key", "me").out()).isEqualTo("1\n");
  }

  @Test
  void drawsAreShownAsBars() {
    run("alias", "split", "app", "BARS", "1", "2=10%");
    assertThat(run("route", "app", "BARS", "-n", "10000").out().lines())
        .satisfiesExactly(
            first -> assertThat(first).matches(" +1 #{43,47} +[0-9.]+ % .*weight 90%\\)"),
            second -> assertThat(second).matches(" +2 #{3,7} +[0-9.]+ % .*weight 10%\\)"));
  }

  @Test
  void commandThatIsNotKnownIsAnsweredWithTheNearest() {
    assertThat(run("alias", "pont", "app", "LIVE", "1").err()).contains("is 'point' meant?");
  }

  @Test
  void outputThatIsNotKnownIsRefusedBeforeAnythingIsDone() {
    Run.Result result = run("alias", "point", "app", "UNSAID", "1", "--output", "xml");
    assertThat(result.code()).isEqualTo(2);
    assertThat(run("alias", "show", "app", "UNSAID").code()).isEqualTo(3);
  }

  @Test
  void receiptTakesBackWhatItsApplyMovedAndWhatItCreated() throws IOException {
    run("alias", "point", "app", "MOVED", "1");
    Files.writeString(
        directory.resolve("both.yaml"),
        "environments:\n  prd:\n    artifacts:\n      app:\n        MOVED: 2\n        MADE: 2\n");
    assertThat(
            run("release", "apply", "both.yaml", "--env", "prd", "--receipt", "both.json").code())
        .isZero();
    Run.Result back = run("release", "rollback", "both.json", "--reason", "error rate");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.out())
        .contains("app:MOVED (revision 3: 1=100%)")
        .contains("deleted app:MADE, which the release had created")
        .contains("rolled back 2 aliases in one transaction");
    assertThat(run("alias", "show", "app", "MADE").code()).isEqualTo(3);
    assertThat(run("alias", "history", "app", "MADE").out()).contains("DELETE", "error rate");
  }

  @Test
  void whatIsMissingIsCreatedByACommandAndNotByAClass() {
    for (String command : List.of("artifacts", "init --check", "doctor")) {
      List<String> line = new ArrayList<>(List.of(command.split(" ")));
      line.addAll(List.of("--table", "no-such-table"));
      Run.Result result = run(line.toArray(new String[0]));
      assertThat(result.code()).as(command).isEqualTo(1);
      assertThat(result.out() + result.err())
          .as(command)
          .contains("versioned init")
          .doesNotContain("S3DynamoSetup");
    }
  }

  @Test
  void columnsOfTheHistoryStandBelowEachOther() {
    run("alias", "point", "app", "COLUMNS", "1");
    run("rollout", "start", "app", "COLUMNS", "--to", "2", "--strategy", "AllAtOnce");
    run("rollout", "pause", "app", "COLUMNS");
    run("rollout", "resume", "app", "COLUMNS");
    List<String> lines =
        run("alias", "history", "app", "COLUMNS", "--header").out().lines().toList();
    assertThat(lines).hasSize(5);
    int column = lines.get(0).indexOf("BY");
    assertThat(lines.subList(1, 5)).allMatch(line -> line.indexOf("tester") == column);
  }

  @Test
  void aDryRunReportsThatNothingIsToBeRemoved() {
    Run.Result result = run("gc", "--dry-run", "--artifact", "app");
    assertThat(result.out()).isEqualTo("there is nothing to remove\n");
  }

  @Test
  void endOfARolloutIsReportedOnce() {
    run("alias", "point", "app", "ONCE", "1");
    Run.Result result =
        run(
            "rollout",
            "run",
            "app",
            "ONCE",
            "--to",
            "2",
            "--strategy",
            "AllAtOnce",
            "--every",
            "1ms");
    assertThat(result.code()).isZero();
    assertThat(result.out().lines().filter(line -> line.contains("PROMOTED"))).hasSize(1);
  }

  @Test
  void receiptThatCannotBeWrittenIsFoundBeforeAnythingMoves() throws IOException {
    Files.writeString(
        directory.resolve("receipts.yaml"),
        "environments:\n  prd:\n    artifacts:\n      app:\n        RECEIPT: 1\n");
    Run.Result result =
        run("release", "apply", "receipts.yaml", "--env", "prd", "--receipt", "no/such/receipt");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("error: Cannot use ")
        .endsWith("receipt: there is no such file or folder\n");
    assertThat(run("alias", "show", "app", "RECEIPT").code()).isEqualTo(3);
  }

  /** The list of commands is made without their models. */
  @Test
  void bareCommandPrintsTheHelpOfAllCommands() {
    String whole = new Cli(terminal()).commandLine().getUsageMessage(Ansi.OFF);
    assertThat(new Run(directory).of())
        .isEqualTo(new Run(directory).of("--help"))
        .isEqualTo(new Run.Result(0, whole, ""));
  }

  @Test
  void missingFileIsReportedWithTheReason() {
    assertThat(run("release", "plan", "none.yaml", "--env", "prd").err())
        .startsWith("error: Cannot read ")
        .endsWith("none.yaml: there is no such file or folder\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pipesAreWrittenToAndNotReplaced() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                read.complete(Files.readString(pipe));
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    assertThat(run("get", "app", "1", "-o", "pipe").code()).isZero();
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("one");
  }

  @Test
  void hiddenFileNamesOfPublishersAreNotUsed() {
    run("publish", "hidden", "one.txt", "--file-name", ".versioned.yaml");
    assertThat(run("get", "hidden", "1").out()).contains("hidden-1 ");
    assertThat(directory.resolve(".versioned.yaml")).doesNotExist();
  }

  /** Sets an attribute as another writer of the table, or a broken restore, could. */
  private void set(String artifact, String attribute, AttributeValue value) {
    local
        .aws()
        .dynamoDb()
        .updateItem(
            r ->
                r.tableName(local.table())
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS("VERSIONS#" + artifact),
                            "sk", AttributeValue.fromS("000000000001")))
                    .updateExpression("SET #a = :v")
                    .expressionAttributeNames(Map.of("#a", attribute))
                    .expressionAttributeValues(Map.of(":v", value)));
  }

  @Test
  void getWritesInTheCurrentFolderOnly(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("one.txt"), "one");
    run("publish", "names", elsewhere.resolve("one.txt").toString());
    Path folder = Files.createDirectory(directory.resolve("names"));
    for (String name :
        List.of(
            elsewhere + "/x",
            "sub/../../x",
            "..\\x",
            "/dev/null",
            "..",
            "a\nb",
            "a\u001b[2J",
            "\u202egpj.exe",
            "é".repeat(200))) {
      setFileName(name);
      Run.Result result = preparedIn(folder).of("get", "names", "1");
      assertThat(result.code()).as(name + ": " + result.err()).isZero();
      try (Stream<Path> files = Files.list(folder)) {
        Path file = files.toList().get(0);
        assertThat(file.getFileName().toString()).isIn("x", "null", "names-1");
        assertThat(file).hasContent("one");
        Files.delete(file);
      }
      assertThat(elsewhere.resolve("x")).doesNotExist();
      assertThat(directory.resolve("x")).doesNotExist();
    }
    setFileName("one.txt");
  }

  /** Sets a file name as a malicious publisher could in record and object. */
  private void setFileName(String name) {
    BlobKey key = BlobKey.ofVersion(ArtifactName.parse("names"), VersionNumber.of(1), name);
    local
        .aws()
        .s3()
        .putObject(r -> r.bucket(local.bucket()).key(key.value()), RequestBody.fromString("one"));
    set("names", "file_name", AttributeValue.fromS(name));
    set("names", "key", AttributeValue.fromS(key.value()));
  }

  @Test
  void getReplacesOnlyAFileThatIsNamed() throws IOException {
    run("publish", "poms", "one.txt", "--file-name", "pom.xml");
    Path pom = Files.writeString(directory.resolve("pom.xml"), "mine");
    Run.Result refused = run("get", "poms", "1");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("pom.xml: it exists").contains("-o");
    assertThat(pom).hasContent("mine");
    assertThat(run("get", "poms", "1", "-o", "pom.xml").code()).isZero();
    assertThat(pom).hasContent("one");
  }

  @Test
  void recordedSizeThatIsWrongIsAnIntegrityError() throws IOException {
    run("publish", "sizes", "one.txt");
    for (String size : List.of("0", "2", "4", "1000", "4000000000000", "9223372036854775807")) {
      set("sizes", "size_bytes", AttributeValue.fromN(size));
      assertThat(run("get", "sizes", "1", "-o", "sized.txt").code()).as(size).isEqualTo(5);
      Run.Result piped = run("get", "sizes", "1", "-o", "-");
      assertThat(piped.code()).isEqualTo(5);
      assertThat(piped.out()).isEmpty();
      assertThat(directory.resolve("sized.txt")).doesNotExist();
    }
    set("sizes", "size_bytes", AttributeValue.fromN("3")); // others run fsck
  }

  @Test
  void answerThatCannotBeWrittenIsAFailure() {
    OutputStream full =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("No space left on device");
              }
            });
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = terminal();
    int code =
        new Cli(
                new Terminal(
                    terminal.in(),
                    new PrintStream(full, false, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of(),
                    directory,
                    false))
            .run("release", "schema");
    assertThat(code).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("error: Cannot write to standard");
  }

  @Test
  void whatIsNotSetIsNamedWithAllItsPlaces() {
    Run.Result result = new Run(directory).of("artifacts");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--bucket").contains("VERSIONED_BUCKET");
  }

  @Test
  void bytesGoThroughStandardInputAndOutput() {
    Run.Result put = prepared().in("from a pipe").of("publish", "piped", "-", "--quiet");
    assertThat(put.out()).isEqualTo("1\n");
    assertThat(run("get", "piped", "1", "-o", "-").out()).isEqualTo("from a pipe");
  }

  @Test
  void folderToWriteToGetsTheNameOfTheVersion() {
    assertThat(prepared().in("x").of("publish", "into", "-", "--file-name", "in.txt").code())
        .isZero();
    assertThat(run("get", "into", "1", "-o", "new/folder/").out()).contains("new/folder/in.txt");
    assertThat(directory.resolve("new/folder/in.txt")).hasContent("x");
    // An existing folder needs no slash, and a name that is not given replaces nothing.
    Run.Result again = run("get", "into", "1", "-o", "new/folder");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("in.txt: it exists");
  }

  @Test
  void terminalGetsTextAndNoOtherBytes() {
    assertThat(prepared().in("a\0b").of("publish", "binary", "-").code()).isZero();
    assertThat(prepared().in("text").of("publish", "plain", "-").code()).isZero();
    Run.Result refused = prepared().interactive().of("get", "binary", "1", "-o", "-");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("Cannot print binary:1 on a terminal").contains("--force");
    assertThat(run("publish", "tree-to-print", "folder").code()).isZero();
    assertThat(prepared().interactive().of("get", "tree-to-print", "1", "-o", "-").err())
        .contains("it is not text");
    assertThat(prepared().interactive().of("get", "plain", "1", "-o", "-").out()).isEqualTo("text");
    assertThat(prepared().interactive().of("get", "binary", "1", "-o", "-", "--force").out())
        .isEqualTo("a\0b");
    assertThat(run("get", "binary", "1", "-o", "-").out()).isEqualTo("a\0b");
  }

  @Test
  void aPersonSeesProgressAndAPipelineDoesNot() {
    assertThat(prepared().interactive().of("get", "app", "1", "-o", "bar.txt").err())
        .contains("100 %");
    assertThat(run("get", "app", "1", "-o", "bar.txt").err()).isEmpty();
  }

  @Test
  void stackTracesComeWithDebugOnly() {
    assertThat(run("show", "app", "99").err()).doesNotContain("\tat ");
    assertThat(run("show", "app", "99", "--debug").err()).contains("\tat ");
  }

  @Test
  void versionIsThatOfTheBuild() {
    assertThat(run("--version").out()).matches("versioned [0-9]+\\.[0-9]+.*\\R(?s).*");
  }

  @Test
  void completionKnowsEveryCommand() {
    assertThat(run("completion").out())
        .contains("complete -F")
        .contains("rollback")
        .contains("--bake")
        .contains("complete -F _complete_versioned -o default versioned")
        .doesNotContain("+o default");
    assertThat(run("completion", "zsh").out()).startsWith("#compdef versioned\n");
    assertThat(run("completion", "fish").out())
        .contains("-n '__versioned_at rollout' -f -a run -d ")
        .contains("complete -c versioned -n '__versioned_at rollout run' -l bake -r")
        .contains("-n '__versioned_at versions' -l state -r -f -a 'ACTIVE DELETED EXPIRED'");
  }

  @Test
  void lostTextIsRefusedAndNotStored() {
    for (Run.Result refused :
        List.of(
            run("publish", "lost", "one.txt", "--description", "gr\uFFFDn"),
            run("publish", "lost", "gr\uFFFDn.txt"),
            prepared().with("VERSIONED_ACTOR", "J\uFFFDrg").of("publish", "lost", "one.txt"))) {
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).startsWith("error: Cannot use ").contains("LC_ALL=C.UTF-8");
    }
    assertThat(run("show", "lost", "1").code()).isEqualTo(3);
  }

  @Test
  void standardInputThatCannotBeReadIsMisused() {
    InputStream closed =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Bad file descriptor");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Bad file descriptor");
          }
        };
    for (String command : List.of("publish", "put")) {
      Run.Result refused = prepared().in(closed).of(command, "unread", "-");
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err())
          .startsWith("error: Cannot read standard input: Bad file descriptor");
    }
  }

  @Test
  @Tag("full")
  @DisabledOnOs(OS.WINDOWS)
  void commandThatCannotBeStartedIsRefusedFirst() {
    run("alias", "point", "app", "UNCHECKED", "1");
    for (String check :
        List.of("chekc.sh", "./chekc.sh", "A=1 ./one.txt 80", "if true", "none; x")) {
      Run.Result refused =
          run(
              "rollout",
              "run",
              "app",
              "UNCHECKED",
              "--to",
              "2",
              "--strategy",
              "AllAtOnce",
              "--every",
              "1ms",
              "--check",
              check);
      assertThat(refused.code()).as(check).isEqualTo(2);
      assertThat(refused.err()).startsWith("error: Cannot run --check '" + check + "': ");
    }
    assertThat(run("rollout", "status", "app", "UNCHECKED").code()).isEqualTo(3);
    for (String check :
        List.of(
            "true",
            "[ 1 = 1 ]",
            "A=1 sh -c 'exit 0'",
            "{ true; }",
            "if true; then exit 0; fi",
            "test -n \"$VERSIONED_ROLLOUT_ALIAS\"",
            "! false")) {
      run(
          "rollout",
          "start",
          "app",
          "UNCHECKED",
          "--to",
          "2",
          "--strategy",
          "Canary10Percent1Hour");
      Run.Result asked = run("rollout", "tick", "app", "UNCHECKED", "--check", check);
      assertThat(asked.out()).as(check + asked.err()).startsWith("STEPPED");
      run("rollout", "abort", "app", "UNCHECKED");
    }
  }

  @Test
  void ledgerNamesTheActorAndTheReason() {
    run("alias", "point", "app", "NAMED", "1", "--reason", "because");
    JsonNode entry =
        run("alias", "history", "app", "NAMED", "--output", "json").json().get("entries").get(0);
    assertThat(entry.get("by").asText()).isEqualTo("tester");
    assertThat(entry.get("reason").asText()).isEqualTo("because");
    assertThat(entry.get("after").get("primary").asText()).isEqualTo("1");
  }

  @Test
  void doctorFindsWhatTheEmbeddedServersGetWrongAndLeavesNothing() {
    JsonNode report = run("doctor", "--output", "json").json();
    Map<String, String> verdicts = new TreeMap<>();
    report
        .get("checks")
        .forEach(c -> verdicts.put(c.get("check").asText(), c.get("verdict").asText()));
    assertThat(verdicts)
        .containsEntry("S3: copy refuses to overwrite (If-None-Match)", "WARN")
        .containsEntry("S3: PUT refuses to overwrite (If-None-Match)", "PASS")
        .containsEntry("S3: of racing PUTs one wins", "PASS")
        .containsEntry("S3: multipart completion refuses to overwrite (If-None-Match)", "PASS")
        .containsEntry("S3: PUT refuses bytes of another checksum", "PASS")
        .containsEntry("DynamoDB: of racing writes one wins", "PASS")
        .doesNotContainValue("FAIL");
    assertThat(local.aws().s3().listObjectsV2(r -> r.bucket(local.bucket())).contents())
        .noneMatch(object -> object.key().contains("_doctor"));
    assertThat(local.aws().dynamoDb().scan(r -> r.tableName(local.table())).items())
        .noneMatch(item -> item.get("pk").s().contains("_doctor"));
  }

  @Test
  void rollbackReportsTheVersionThatKeepsTraffic() {
    run("alias", "point", "app", "FLED", "1");
    run("alias", "split", "app", "FLED", "1", "2=10%");
    run("alias", "promote", "app", "FLED");
    String hint = "version 2 keeps 10% of the traffic; to give it none, go back to 1=100%";
    assertThat(run("alias", "rollback", "app", "FLED", "--dry-run").out())
        .contains("would roll back app:FLED from revision 3: 2=100% -> 1=90% 2=10% (revision 2)")
        .contains(hint);
    assertThat(run("alias", "rollback", "app", "FLED").out())
        .contains("rollback: 2=100% -> 1=90% 2=10%, by tester\n")
        .contains(hint + ": versioned alias rollback app FLED --to-revision 1");
    assertThat(run("alias", "rollback", "app", "FLED", "--to-revision", "1").out())
        .contains("app:FLED (revision 5: 1=100%)")
        .doesNotContain("keeps");
  }

  @Test
  void savedPlanIsAppliedAsItWasReviewed() throws IOException {
    run("alias", "point", "app", "SAVED", "1");
    Files.writeString(
        directory.resolve("saved.yaml"),
        """
        environments:
          prd:
            artifacts:
              app:
                SAVED: {version: 2, split: {3: 12.5%}}
                NEVER: 1
        """);
    run("release", "plan", "saved.yaml", "--env", "prd", "--out", "saved.plan");
    Files.delete(directory.resolve("saved.yaml"));
    assertThat(run("release", "apply", "saved.plan", "--reason", "reviewed").out())
        .contains("~ app:SAVED: 1=100% -> 2=87.5% 3=12.5%", "+ app:NEVER: 1=100%", "moved 2");
    Run.Result again = run("release", "apply", "saved.plan");
    assertThat(again.code()).isEqualTo(4);
    assertThat(again.err())
        .contains("app:SAVED is at revision 2, and the plan was made for revision 1; plan again");
    run("alias", "delete", "app", "SAVED");
    run("alias", "delete", "app", "NEVER");
  }

  @Test
  void rolloutIsShownAsLinesInJsonAndInPlace() {
    List<String> lines = driven(prepared());
    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.matches("20\\S+Z (STEPPED|PROMOTED) app:SHOWN 100% to 2, step 1.*"));
    List<String> json = driven(prepared(), "--output", "json", "--lines");
    assertThat(json.get(0)).startsWith("{\"outcome\":\"STEPPED\"").endsWith("}");
    assertThat(json.get(1)).startsWith("{\"outcome\":\"PROMOTED\"");
    assertThat(json.get(2)).isEqualTo("{");
    Run terminal = prepared().interactive().with("NO_COLOR", "1").with("COLUMNS", "60");
    String block = drivenBy(terminal).out();
    assertThat(block)
        .contains("app:SHOWN  1 -> 2  AllAtOnce\u001b[K", "[##############################]")
        .contains("\u001b[3A\rapp:SHOWN");
  }

  private static List<String> driven(Run run, String... options) {
    return drivenBy(run, options).out().lines().toList();
  }

  private static Run.Result drivenBy(Run run, String... options) {
    run.of("alias", "point", "app", "SHOWN", "1");
    List<String> line = new ArrayList<>(List.of("rollout", "run", "app:SHOWN", "--to", "2"));
    line.addAll(List.of("--strategy", "AllAtOnce", "--every", "1ms"));
    line.addAll(List.of(options));
    return run.of(line.toArray(new String[0]));
  }

  @Test
  void sandboxThatIsMissingIsNamed() {
    assertThat(prepared().with("VERSIONED_SANDBOX", "no.jar").of("sandbox").err())
        .startsWith("error: Cannot start the sandbox: there is no ")
        .contains("no.jar; put versioned-sandbox.jar and versioned-sandbox-lib");
  }

  @Test
  void fetchDownloadsOnceAndPrintsThePath() throws IOException {
    Path file = Path.of(run("fetch", "app:2", "--cache", "own").out().strip());
    assertThat(file).hasContent("two").isAbsolute();
    assertThat(run("fetch", "app:2", "--cache", "own", "--output", "json").json().get("downloaded"))
        .hasToString("false");
  }

  @Test
  void fsckNamesTheAliasesThatServeABrokenVersion() throws IOException {
    run("publish", "broken", "one.txt");
    run("alias", "point", "broken", "LIVE", "1");
    set("broken", "size_bytes", AttributeValue.fromN("7"));
    assertThat(run("fsck", "--artifact", "broken").out()).contains("[serves LIVE 100 %]");
    assertThat(
            run("fsck", "--artifact", "broken", "--output", "json")
                .json()
                .at("/violations/0/serves/0/alias")
                .asText())
        .isEqualTo("LIVE");
    set("broken", "size_bytes", AttributeValue.fromN("3")); // others run fsck
  }

  @Test
  void rollbackAwayFromAVersionPassesSplits() {
    run("alias", "point", "app", "AWAY", "1");
    run("alias", "split", "app", "AWAY", "1", "2=10%");
    run("alias", "promote", "app", "AWAY");
    run("alias", "split", "app", "AWAY", "2", "3=10%");
    String[] away = {"alias", "rollback", "app:AWAY", "--away-from", "2"};
    assertThat(run("alias", "rollback", "app:AWAY", "--away-from", "2", "--dry-run").out())
        .contains("2=90% 3=10% -> 1=100% (revision 1)");
    assertThat(run(away).out()).contains("rollback: 2=90% 3=10% -> 1=100%, by tester");
    assertThat(run(away).out())
        .contains("app:AWAY gives version 2 no traffic; nothing was changed");
  }

  @Test
  void moveDuringARolloutNamesIt() {
    run("alias", "point", "app", "ENDED", "1");
    run("rollout", "start", "app", "ENDED", "--to", "2", "--strategy", "Canary10Percent1Hour");
    run("rollout", "tick", "app", "ENDED");
    assertThat(run("alias", "point", "app", "ENDED", "3").out())
        .contains("this ended the rollout to version 2, RUNNING at step 1 of 2")
        .contains("now serves 3=100%");
    assertThat(run("rollout", "status", "app", "ENDED").out())
        .contains("SUPERSEDED", "the alias has moved since, and serves 3=100%");
    assertThat(run("alias", "delete", "app", "ENDED").code()).isZero();
  }

  @Test
  void rolloutsUnderWayAreListedWithTheirGates() {
    for (String alias : List.of("GATED", "UNGATED", "PLAIN")) {
      run("alias", "point", "app", alias, "1");
    }
    String[] start = {"rollout", "start", "app", "", "--to", "2", "--strategy", "AllAtOnce"};
    for (String[] options :
        new String[][] {{"GATED", "--gate", "errors"}, {"UNGATED", "--gate", "none"}, {"PLAIN"}}) {
      List<String> line = new ArrayList<>(List.of(start));
      line.set(3, options[0]);
      line.addAll(List.of(options).subList(1, options.length));
      assertThat(run(line.toArray(new String[0])).code()).isZero();
    }
    assertThat(run("rollout", "list").out())
        .containsPattern("app:GATED +RUNNING")
        .containsPattern("app:UNGATED +RUNNING")
        .containsPattern("app:PLAIN +RUNNING");
    assertThat(run("rollout", "list", "--output", "json").out())
        .contains("\"gate\" : \"errors\"", "\"gate\" : \"none\"", "\"gate\" : \"\"");
    Run.Result other =
        run(
            "rollout",
            "run",
            "app",
            "GATED",
            "--to",
            "2",
            "--strategy",
            "AllAtOnce",
            "--gate",
            "x");
    assertThat(other.code()).isEqualTo(4);
    assertThat(other.err()).contains("with gate x", "with gate errors");
    assertThat(
            run(
                    "rollout",
                    "start",
                    "app",
                    "GATED",
                    "--to",
                    "2",
                    "--strategy",
                    "AllAtOnce",
                    "--gate",
                    "")
                .err())
        .contains("Cannot use an empty name for a gate");
    for (String alias : List.of("GATED", "UNGATED", "PLAIN")) {
      run("rollout", "abort", "app", alias);
    }
    assertThat(run("rollout", "list").out()).doesNotContain("app:GATED", "app:UNGATED");
  }

  @Test
  void runOfAnotherStrategyThanTheOneUnderWayIsRefused() {
    run("alias", "point", "app", "OTHER", "1");
    run("rollout", "start", "app", "OTHER", "--to", "2", "--strategy", "Canary10Percent1Hour");
    for (String[] to : new String[][] {{"--to", "2"}, {}}) {
      List<String> line = new ArrayList<>(List.of("rollout", "run", "app", "OTHER"));
      line.addAll(List.of("--strategy", "AllAtOnce"));
      line.addAll(List.of(to));
      Run.Result result = run(line.toArray(new String[0]));
      assertThat(result.code()).isEqualTo(4);
      assertThat(result.err()).contains("by AllAtOnce", "by Canary10Percent1Hour");
    }
    run("rollout", "abort", "app", "OTHER", "--reason", "wrong build");
    assertThat(run("rollout", "status", "app", "OTHER").out()).contains("aborted: wrong build");
  }

  @Test
  @Tag("full")
  void placeOfAnotherTableIsRefusedUntilTakenOver() {
    String other = local.table() + "-other";
    String[] options = {"--table", other, "--no-deletion-protection"};
    Run there = prepared();
    assertThat(there.of("init", "--prefix", "elsewhere/", options[0], other, options[2]).code())
        .isZero();
    Run.Result gc = run("gc", "--grace-period", "0s", "--table", other);
    assertThat(gc.code()).isEqualTo(1);
    assertThat(gc.err())
        .contains("table/" + other, "belongs to s3://" + local.bucket() + "/elsewhere/")
        .contains("versioned init --take-over", "docs/operations.md");
    Run.Result taken = run("init", "--take-over", "--yes", options[0], other, options[2]);
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.out()).contains("taken over", "last numbers were raised: app to ");
    assertThat(run("publish", "app", "one.txt").code()).isEqualTo(1);
    assertThat(run("init", "--check").out()).contains("belongs to table", other);
    assertThat(run("init", "--take-over", "--yes", options[2]).code()).isZero();
    // Different content: a publish of the same content, which now has a number, would wait.
    assertThat(run("publish", "app", "two.txt").code()).isZero();
    local.aws().dynamoDb().deleteTable(r -> r.tableName(other));
  }
}
