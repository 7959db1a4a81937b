package dev.adjoint.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Parameter;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.loss.Targets;

/** Small images in rows: examples that were taken for another class, and what the neurons of a first layer look for. */
public final class Tiles {
  private static final int SIDE = 64;
  private static final int GAP = 10;
  private static final int CAPTION = 18;
  private static final int PER_ROW = 8;

  private Tiles() {}

  /**
   * The examples that were misclassified, each with what it is and what it was taken for.
   *
   * @param data inputs [n, height·width] of grey values, targets INT32 [n]
   * @param output scores [n, c]
   * @param width of an image in pixels
   * @param most images to draw
   */
  public static Picture misclassified(Dataset data, Tensor output, int width, int most) {
    Targets.requireIndices("misclassified", output, data.targets());
    int[] said = output.argmax(-1).toInts();
    int[] is = data.targets().toInts();
    int[] wrong = IntStream.range(0, is.length).filter(i -> said[i] != is[i]).limit(most).toArray();
    double[] inputs = data.inputs().cast(DType.FLOAT64).value().doubles();
    int size = data.inputs().size() / Math.max(1, data.size());
    var tiles = new ArrayList<Tile>();
    for (int i : wrong) {
      tiles.add(new Tile(Arrays.copyOfRange(inputs, i * size, (i + 1) * size), width,
          is[i] + " as " + said[i], false));
    }
    return draw("Misclassified examples: " + tiles.size(), tiles);
  }

  /**
   * The weights of a first layer, an image per neuron: red where an input excites it, blue where it inhibits it.
   *
   * @param weights of shape [height·width, neurons]
   * @param width of an image in pixels
   * @param most neurons to draw
   */
  public static Picture filters(Parameter weights, int width, int most) {
    int inputs = weights.shape().dim(0);
    int neurons = weights.shape().dim(1);
    double[] w = weights.value().detach().cast(DType.FLOAT64).value().doubles();
    var tiles = IntStream.range(0, Math.min(most, neurons))
        .mapToObj(m -> new Tile(IntStream.range(0, inputs).mapToDouble(i -> w[i * neurons + m]).toArray(), width,
            "neuron " + m, true))
        .toList();
    return draw("First-layer filters of " + tiles.size() + " neurons", tiles);
  }

  private record Tile(List<Double> pixels, int width, String caption, boolean signed) {
    Tile(double[] pixels, int width, String caption, boolean signed) {
      this(Arrays.stream(pixels).boxed().toList(), width, caption, signed);
    }

    /** Fills a square with its pixels, each as dark as it is large. */
    void paint(Graphics2D g, int x, int y) {
      int rows = Math.ceilDiv(pixels.size(), width);
      double least = signed ? 0 : pixels.stream().mapToDouble(p -> p).min().orElse(0);
      double limit = pixels.stream().mapToDouble(p -> Math.abs(p - least)).max().orElse(1);
      for (int i = 0; i < pixels.size(); i++) {
        float t = limit > 0 ? (float) Math.clamp((pixels.get(i) - least) / limit, -1, 1) : 0;
        g.setColor(!signed
            ? new Color(1 - t, 1 - t, 1 - t)
            : t > 0
                ? new Color(1 - 0.3f * t, 1 - 0.85f * t, 1 - 0.85f * t)
                : new Color(1 + 0.85f * t, 1 + 0.65f * t, 1 + 0.25f * t));
        int left = x + i % width * SIDE / width;
        int top = y + i / width * SIDE / rows;
        g.fillRect(left, top, x + (i % width + 1) * SIDE / width - left, y + (i / width + 1) * SIDE / rows - top);
      }
      g.setColor(Color.LIGHT_GRAY);
      g.drawRect(x, y, SIDE, SIDE);
      g.setColor(Color.DARK_GRAY);
      // As an outline: an SVG's reader may have another font, of another width.
      var text = new Font(Font.SANS_SERIF, Font.PLAIN, 12).createGlyphVector(new FontRenderContext(null, true, true),
          caption);
      float wide = (float) text.getLogicalBounds().getWidth();
      g.fill(text.getOutline(x + (SIDE - wide) / 2, y + SIDE + CAPTION - 4f));
    }
  }

  private static Picture draw(String description, List<Tile> tiles) {
    int rows = Math.max(1, Math.ceilDiv(tiles.size(), PER_ROW));
    int width = GAP + PER_ROW * (SIDE + GAP);
    int height = GAP + rows * (SIDE + CAPTION + GAP);
    return new Picture(width, height, description, g -> {
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, width, height);
      for (int i = 0; i < tiles.size(); i++) {
        tiles.get(i).paint(g, GAP + i % PER_ROW * (SIDE + GAP), GAP + i / PER_ROW * (SIDE + CAPTION + GAP));
      }
    });
  }
}
