package dev.adjoint.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.data.Dataset;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What a classifier of two numbers says all over the plane, and the examples. */
public final class DecisionBoundary {
  private static final int STEPS = 64;
  private static final double MARGIN = 0.15;
  private static final Color[] CLASSES = {new Color(0x1F5FBF), new Color(0xC0392B), new Color(0x2E7D32),
      new Color(0x8E44AD),
      new Color(0xB9770E), new Color(0x148F77)};

  private DecisionBoundary() {}

  /**
   * The regions of the classes around the examples.
   *
   * @param model gives one output per example, positive above the threshold, or one per class, the largest of which wins
   * @param data inputs of shape [n, 2]; targets are class indices [n], or 0 and 1
   * @param threshold ½ for probabilities, 0 for logits; without meaning if there is an output per class
   */
  public static Picture of(Layer model, Dataset data, double threshold) {
    if (data.inputs().shape().rank() != 2 || data.inputs().shape().dim(1) != 2) {
      throw new IllegalArgumentException("decision boundary: needs inputs [n, 2], got " + data.inputs().type());
    }
    double[] inputs = data.inputs().cast(DType.FLOAT64).value().doubles();
    int n = data.size();
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = inputs[2 * i];
      y[i] = inputs[2 * i + 1];
    }
    double[] xs = grid(x);
    double[] ys = grid(y);
    double[] plane = new double[2 * STEPS * STEPS];
    for (int i = 0; i < STEPS * STEPS; i++) {
      plane[2 * i] = xs[i % STEPS];
      plane[2 * i + 1] = ys[i / STEPS];
    }
    var everywhere = Tensor.of(Shape.of(STEPS * STEPS, 2), plane).cast(data.inputs().dtype());
    int[] said = classes(model.forward(everywhere), threshold);
    int[] is = data.targets().dtype().isFloating() ? classes(data.targets(), 0.5) : data.targets().toInts();
    double dx = (xs[1] - xs[0]) / 2;
    double dy = (ys[1] - ys[0]) / 2;
    var chart = Charts.xy("x₁", "x₂");
    var style = chart.getStyler();
    style.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setMarkerSize(9);
    style.setXAxisMin(xs[0] - dx);
    style.setXAxisMax(xs[STEPS - 1] + dx);
    style.setYAxisMin(ys[0] - dy);
    style.setYAxisMax(ys[STEPS - 1] + dy);
    int most = Math.max(Arrays.stream(said).max().orElse(0), Arrays.stream(is).max().orElse(0));
    for (int c = 0; c <= most; c++) {
      addRegion(chart, c, said, xs, ys, dx, dy);
    }
    for (int c = 0; c <= most; c++) {
      var px = new ArrayList<Double>();
      var py = new ArrayList<Double>();
      for (int i = 0; i < n; i++) {
        if (is[i] == c) {
          px.add(x[i]);
          py.add(y[i]);
        }
      }
      if (!px.isEmpty()) {
        chart.addSeries("class " + c, px, py).setMarker(SeriesMarkers.CIRCLE)
            .setMarkerColor(CLASSES[c % CLASSES.length]);
      }
    }
    return Picture.of("Decision boundary of " + n + " examples in the plane", chart);
  }

  private static double[] grid(double... values) {
    var range = Arrays.stream(values).summaryStatistics();
    double margin = MARGIN * Math.max(range.getMax() - range.getMin(), 1e-9);
    double from = range.getMin() - margin;
    double step = (range.getMax() + margin - from) / (STEPS - 1);
    return IntStream.range(0, STEPS).mapToDouble(i -> from + i * step).toArray();
  }

  private static int[] classes(Tensor output, double threshold) {
    return output.size() == output.shape().dim(0)
        ? output.greater(threshold).cast(DType.INT32).reshape(output.shape().dim(0)).toInts()
        : output.argmax(-1).toInts();
  }

  /** A region is drawn in strips, a row each, so that an SVG of it stays small. */
  private static void addRegion(XYChart chart, int c, int[] said, double[] xs, double[] ys, double dx,
      double dy) {
    for (int row = 0; row < STEPS; row++) {
      for (int from = 0; from < STEPS; from++) {
        if (said[row * STEPS + from] != c) {
          continue;
        }
        int to = from;
        while (to + 1 < STEPS && said[row * STEPS + to + 1] == c) {
          to++;
        }
        var colour = CLASSES[c % CLASSES.length];
        var pale = new Color(255 - (255 - colour.getRed()) / 4, 255 - (255 - colour.getGreen()) / 4,
            255 - (255 - colour.getBlue()) / 4);
        var series = chart.addSeries("region " + c + ", " + row + ", " + from,
            List.of(xs[from] - dx, xs[to] + dx, xs[to] + dx, xs[from] - dx, xs[from] - dx),
            List.of(ys[row] - dy, ys[row] - dy, ys[row] + dy, ys[row] + dy, ys[row] - dy));
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(pale);
        series.setLineColor(pale);
        series.setLineStyle(new BasicStroke(1));
        series.setMarker(SeriesMarkers.NONE);
        series.setShowInLegend(false);
        from = to;
      }
    }
  }
}
