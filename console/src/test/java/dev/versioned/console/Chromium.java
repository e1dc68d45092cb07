package dev.versioned.console;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser without a window. */
final class Chromium implements AutoCloseable {
  // Kept: a logger that nothing refers to forgets its level.
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts a browser; skips the test if this machine has none. */
  static Chromium start() {
    Optional<Path> browser = program("chromium");
    Optional<Path> server = program("chromedriver");
    Assumptions.assumeTrue(
        browser.isPresent() && server.isPresent(),
        "no chromium and chromedriver on the PATH: the console is not clicked through");
    // It warns that it does not know the newest protocol, which is not used here.
    SELENIUM.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--no-first-run",
        "--lang=en");
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(server.get().toFile())
            .usingAnyFreePort()
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static Optional<Path> program(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder).resolve(name);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  ChromeDriver driver() {
    return driver;
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  /** Sets the size of the page, and light or dark. */
  void look(int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Returns the height of the whole page, or the given one if it is higher. */
  int height(int most) {
    Object height = driver.executeScript("return document.documentElement.scrollHeight");
    return Math.min(most, ((Number) height).intValue());
  }

  /** Clicks a link or a button by its text, or by the start of it. */
  void click(String text) {
    By place =
        By.xpath("//*[self::a or self::button][starts-with(normalize-space(.), '" + text + "')]");
    onThePage(
        () -> {
          driver.findElement(place).click();
          return true;
        });
  }

  /** Fills in the field with a label, in the part of the page with a heading. */
  void fill(String heading, String label, String value) {
    By place =
        By.xpath(
            "//*[*[self::h2 or self::h3][.='"
                + heading
                + "']]//label[.='"
                + label
                + "']/following-sibling::input");
    onThePage(
        () -> {
          WebElement field = driver.findElement(place);
          field.clear();
          field.sendKeys(value);
          return true;
        });
  }

  /** A click returns before the next page is there: what is found may be of the last one. */
  private <T> T onThePage(Supplier<T> action) {
    Instant end = Instant.now().plusSeconds(20);
    while (true) {
      try {
        return action.get();
      } catch (StaleElementReferenceException | NoSuchElementException e) {
        if (Instant.now().isAfter(end)) {
          throw e;
        }
      }
    }
  }

  String text() {
    return onThePage(() -> driver.findElement(By.tagName("main")).getText());
  }

  byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Returns what the browser complained about, such as code that the policy refused. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
