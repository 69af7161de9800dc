"""Trains the models that onrecord embeds: data -> weights -> ONNX."""
