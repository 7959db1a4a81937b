package dev.adjoint.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Scores;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

class LearningCurveTest {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;

  @TempDir
  private Path folder;

  @BeforeAll
  static void withoutADisplay() {
    System.setProperty("java.awt.headless", "true");
  }

  private static History history(int epochs, Map<String, Double> metrics, boolean validated) {
    return new History(IntStream.rangeClosed(1, epochs).mapToObj(e -> new Epoch(e, 0.1, new Scores(1.0 / e, metrics),
        validated ? Optional.of(new Scores(2.0 / e, metrics)) : Optional.empty())).toList());
  }

  private BufferedImage drawn(History history) throws IOException {
    var png = folder.resolve("curve.png");
    LearningCurve.write(history, png);
    return ImageIO.read(png.toFile());
  }

  @Test
  void theLossAloneIsOneChart() throws IOException {
    var picture = drawn(history(20, Map.of(), false));
    assertEquals(WIDTH, picture.getWidth());
    assertEquals(HEIGHT, picture.getHeight());
  }

  @Test
  void everyMetricIsAChartBesideIt() throws IOException {
    var picture = drawn(history(20, Map.of("accuracy", 0.9, "recall", 0.8), true));
    assertEquals(3 * WIDTH, picture.getWidth());
    assertEquals(HEIGHT, picture.getHeight());
  }

  @Test
  void validationIsACurveOfItsOwn() throws IOException {
    assertEquals(1, curves(drawn(history(20, Map.of(), false))));
    assertEquals(2, curves(drawn(history(20, Map.of(), true))));
  }

  /** Lines are drawn in colours, everything else in grey; smoothing makes paler shades, which are fewer. */
  private static long curves(BufferedImage picture) {
    var pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return IntStream.of(pixels).filter(LearningCurveTest::isColoured).boxed()
        .collect(groupingBy(p -> p, counting()))
        .values().stream().filter(count -> count > 200).count();
  }

  private static boolean isColoured(int rgb) {
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > 100;
  }

  @Test
  void theLearningRateIsAChartIfItChanges() throws IOException {
    assertEquals(2 * WIDTH, drawn(rates(0.1, 0.05, 0.025)).getWidth());
    assertEquals(WIDTH, drawn(rates(0.1, 0.1, 0.1)).getWidth());
    assertEquals("Over the epochs: loss, learning rate", LearningCurve.of(rates(0.1, 0.2)).description());
  }

  private static History rates(double... rates) {
    return new History(IntStream.range(0, rates.length)
        .mapToObj(i -> new Epoch(i + 1, rates[i], new Scores(1, Map.of()), Optional.empty())).toList());
  }

  @Test
  void noEpochIsNoCurve() throws IOException {
    assertEquals(WIDTH, drawn(new History(List.of())).getWidth());
  }

  @Test
  void oneEpochIsEnough() throws IOException {
    assertEquals(WIDTH, drawn(history(1, Map.of(), false)).getWidth());
  }

  @Test
  @Timeout(value = 60, threadMode = SEPARATE_THREAD) // the chart can look for ticks for ever
  void aTrainingThatDivergedCanBeLookedAt() throws IOException {
    assertEquals(WIDTH, drawn(losses(1, 1e300, Double.POSITIVE_INFINITY, Double.NaN)).getWidth());
    assertEquals(WIDTH, drawn(losses(Double.NaN, Double.NaN)).getWidth());
  }

  private static History losses(double... losses) {
    return new History(IntStream.range(0, losses.length)
        .mapToObj(i -> new Epoch(i + 1, 0.1, new Scores(losses[i], Map.of()), Optional.empty())).toList());
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    var png = folder.resolve("missing").resolve("curve.png");
    var e = assertThrows(UncheckedIOException.class, () -> LearningCurve.write(history(2, Map.of(), false), png));
    assertTrue(e.getMessage().contains(png.toString()), e.getMessage());
  }
}
