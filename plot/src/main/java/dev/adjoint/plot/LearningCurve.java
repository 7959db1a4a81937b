package dev.adjoint.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import dev.adjoint.nn.train.Epoch;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Scores;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture of a training run: loss and each metric over the epochs, for training and validation; and the learning rate, if it
 * changed.
 */
public final class LearningCurve {
  private static final double LARGEST = 1e9;

  private LearningCurve() {}

  /** Writes a PNG or SVG file with the curves side by side; no epochs make empty ones. */
  public static void write(History history, Path file) {
    of(history).write(file);
  }

  /** The curves side by side. */
  public static Picture of(History history) {
    var curves = curves(history);
    var names = curves.stream().map(Picture::description).collect(Collectors.joining(", "));
    return Picture.sideBySide("Over the epochs: " + names, curves);
  }

  static List<Picture> curves(History history) {
    var charts = new ArrayList<Picture>();
    charts.add(Picture.of("loss", chart(history, "loss", Scores::loss, LegendPosition.InsideNE, OptionalDouble.of(0))));
    history.epochs().stream().findFirst().ifPresent(first -> first.train().metrics().keySet()
        .forEach(name -> charts.add(Picture.of(name,
            chart(history, name, scores -> scores.metric(name), LegendPosition.InsideSE, OptionalDouble.empty())))));
    if (history.epochs().stream().mapToDouble(Epoch::learningRate).distinct().count() > 1) {
      charts.add(Picture.of("learning rate", learningRate(history)));
    }
    return charts;
  }

  private static XYChart learningRate(History history) {
    var chart = Charts.xy("epoch", "learning rate");
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisDecimalPattern("0.######");
    chart.getStyler().setYAxisMin(0.0);
    addCurve(chart, "learning rate", history, Epoch::learningRate);
    return chart;
  }

  private static XYChart chart(History history, String name, ToDoubleFunction<Scores> value, LegendPosition legend,
      OptionalDouble lowest) {
    var chart = Charts.xy("epoch", name);
    chart.getStyler().setLegendPosition(legend);
    chart.getStyler().setYAxisDecimalPattern("0.00");
    lowest.ifPresent(chart.getStyler()::setYAxisMin);
    addCurve(chart, "training", history, e -> value.applyAsDouble(e.train()));
    if (history.epochs().stream().allMatch(e -> e.validation().isPresent())) {
      addCurve(chart, "validation", history, e -> value.applyAsDouble(e.scores()));
    }
    return chart;
  }

  /** Epochs in which training had diverged are left out: the chart refuses infinity, and looks for ticks at 10¹⁸ for ever. */
  private static void addCurve(XYChart chart, String name, History history, ToDoubleFunction<Epoch> value) {
    var drawn = history.epochs().stream().filter(e -> Math.abs(value.applyAsDouble(e)) <= LARGEST).toList();
    if (!drawn.isEmpty()) {
      double[] x = drawn.stream().mapToDouble(Epoch::number).toArray();
      double[] y = drawn.stream().mapToDouble(value).toArray();
      chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
    }
  }
}
