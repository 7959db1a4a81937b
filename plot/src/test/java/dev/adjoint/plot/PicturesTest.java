package dev.adjoint.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.metric.ConfusionMatrix;
import dev.adjoint.nn.metric.Roc;
import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Scores;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every picture, also in target/pictures for people to look at. */
class PicturesTest {
  private static final Dataset XOR = new Dataset(Tensor.of(new double[][]{{0, 0}, {0, 1}, {1, 0}, {1, 1}}),
      Tensor.of(new double[][]{{0}, {1}, {1}, {0}}));

  @BeforeAll
  static void withoutADisplay() throws IOException {
    System.setProperty("java.awt.headless", "true");
    Files.createDirectories(Path.of("target", "pictures"));
  }

  private static Picture picture(String name) {
    return switch (name) {
      case "curve" -> LearningCurve.of(history());
      case "confusion" -> ConfusionChart.of(confusion());
      case "roc" ->
        RocChart.of(Roc.of(Tensor.of(0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4), Tensor.of(1.0, 1, 0, 1, 0, 1, 0)));
      case "boundary" -> DecisionBoundary.of(Layer.of(PicturesTest::xor), XOR, 0);
      case "misclassified" -> Tiles.misclassified(images(), Tensor.eye(10).slice(0, 0, 3), 8, 40);
      case "filters" -> Tiles.filters(weights(), 8, 16);
      case "histograms" -> histograms(200).pictures().getFirst();
      default -> throw new AssertionError(name);
    };
  }

  private static History history() {
    return new History(IntStream.rangeClosed(1, 30).mapToObj(e -> new Epoch(e, 0.1 * Math.pow(0.9, e),
        new Scores(1.0 / e, Map.of("accuracy", 1 - 0.5 / e)),
        Optional.of(new Scores(1.2 / e, Map.of("accuracy", 1 - 0.6 / e)))))
        .toList());
  }

  private static ConfusionMatrix confusion() {
    int[] labels = IntStream.range(0, 200).map(i -> i % 10).toArray();
    int[] said = IntStream.range(0, 200).map(i -> i % 7 == 0 ? (i + 3) % 10 : i % 10).toArray();
    return ConfusionMatrix.of(Tensor.of(said).oneHot(10, DType.FLOAT64), Tensor.of(labels));
  }

  /** Positive where one of the coordinates is below ½ and the other above. */
  private static Tensor xor(Tensor x) {
    return x.sub(0.5).slice(1, 0, 1).mul(x.sub(0.5).slice(1, 1, 2)).neg();
  }

  private static Dataset images() {
    return new Dataset(Tensor.uniform(DType.FLOAT64.tensor(3, 64), 1), Tensor.of(0, 5, 7));
  }

  private static Parameter weights() {
    var weights = Parameter.weights("weights", Shape.of(64, 16), Initializer.heNormal());
    weights.initialize(DType.FLOAT32, 1);
    return weights;
  }

  private static Histograms histograms(int epochs) {
    var histograms = new Histograms("weights");
    for (int e = 1; e <= epochs; e++) {
      histograms.add(e, Map.of("1 Dense weights", Tensor.normal(DType.FLOAT32.tensor(64, 32), e).mul(1 + e / 100.0)));
    }
    return histograms;
  }

  @ParameterizedTest
  @ValueSource(strings = {"curve", "confusion", "roc", "boundary", "misclassified", "filters", "histograms"})
  void everyPictureIsAPngAndAnSvgOfItsSize(String name) throws Exception {
    var picture = picture(name);
    var png = Path.of("target", "pictures", name + ".png");
    picture.write(png);
    picture.write(Path.of("target", "pictures", name + ".svg"));
    var image = ImageIO.read(png.toFile());
    assertEquals(List.of(picture.width(), picture.height()), List.of(image.getWidth(), image.getHeight()));
    assertTrue(colours(image) > 3, () -> colours(image) + " colours");
    var documents = DocumentBuilderFactory.newInstance();
    documents.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var svg = documents.newDocumentBuilder().parse(new ByteArrayInputStream(picture.svg())).getDocumentElement();
    assertEquals("0 0 " + picture.width() + " " + picture.height(), svg.getAttribute("viewBox"));
    assertTrue(picture.svg().length < 2_000_000, () -> picture.svg().length + " bytes");
  }

  private static long colours(BufferedImage image) {
    return IntStream.of(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())).distinct()
        .count();
  }

  /** The most frequent colour of the quarters of the plane says which class is said there. */
  @Test
  void theBoundaryOfXorIsACross() throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(picture("boundary").png()));
    int left = image.getWidth() / 4;
    int right = image.getWidth() * 3 / 5;
    int top = image.getHeight() / 4;
    int bottom = image.getHeight() * 3 / 5;
    int[] said = {image.getRGB(left, top), image.getRGB(right, top), image.getRGB(left, bottom),
        image.getRGB(right, bottom)};
    assertEquals(said[0], said[3]);
    assertEquals(said[1], said[2]);
    assertTrue((said[0] & 0xFF) < (said[0] >> 16 & 0xFF), "class 1 is red"); // upper left: x₁ small, x₂ large
    assertTrue((said[1] & 0xFF) > (said[1] >> 16 & 0xFF), "class 0 is blue");
  }

  @Test
  void labelsInAColumnAreRefused() {
    var data = new Dataset(Tensor.zeros(4, 1), Tensor.of(0, 2, 1, 2).reshape(4, 1));
    assertEquals(
        "misclassified: outputs FLOAT64[4, 3] need class indices INT32[4], got INT32[4, 1]; reshape them to [4]",
        assertThrows(IllegalArgumentException.class, () -> Tiles.misclassified(data, Tensor.zeros(4, 3), 1, 1))
            .getMessage());
  }

  @Test
  void misclassifiedOnesOnly() {
    assertTrue(picture("misclassified").description().endsWith(": 2")); // said 0, 1, 2; is 0, 5, 7
    assertTrue(Tiles.misclassified(images(), Tensor.eye(10).slice(0, 0, 3), 8, 1).description().endsWith(": 1"));
  }

  @Test
  void longTrainingsAreThinnedOutAndNothingIsDrawnOfNothing() {
    assertEquals(1, histograms(10_000).pictures().size());
    assertEquals(List.of(), new Histograms("weights").pictures());
    assertThrows(IllegalArgumentException.class, () -> ConfusionChart.of(confusion(), List.of("one")));
    assertThrows(IllegalArgumentException.class, () -> DecisionBoundary.of(Layer.of(PicturesTest::xor), images(), 0));
  }
}
