//! The embedded weights: one safetensors file, written by `train/onrecord_train/export.py`.

use safetensors::{Dtype, SafeTensors};

use super::kernel::Matrix;
use crate::error::EngineError;

/// Reads tensors by name out of one file.
pub(super) struct Weights<'d> {
    name: &'static str,
    tensors: SafeTensors<'d>,
}

impl<'d> Weights<'d> {
    /// Parses the file's header.
    pub(super) fn new(name: &'static str, data: &'d [u8]) -> Result<Self, EngineError> {
        let tensors = SafeTensors::deserialize(data)
            .map_err(|e| EngineError::Model { model: name, reason: e.to_string() })?;
        Ok(Weights { name, tensors })
    }

    pub(super) fn error(&self, tensor: &str, reason: impl std::fmt::Display) -> EngineError {
        EngineError::Model { model: self.name, reason: format!("{tensor}: {reason}") }
    }

    fn view(&self, tensor: &str, dtype: Dtype) -> Result<(&'d [u8], Vec<usize>), EngineError> {
        let view = self.tensors.tensor(tensor).map_err(|e| self.error(tensor, e))?;
        if view.dtype() != dtype {
            return Err(self.error(tensor, format!("holds {:?}, not {dtype:?}", view.dtype())));
        }
        Ok((view.data(), view.shape().to_vec()))
    }

    /// A float tensor, flat.
    pub(super) fn floats(&self, tensor: &str) -> Result<Vec<f32>, EngineError> {
        let (data, _) = self.view(tensor, Dtype::F32)?;
        Ok(data.as_chunks().0.iter().map(|b: &[u8; 4]| f32::from_le_bytes(*b)).collect())
    }

    /// An int8 tensor, flat, and the length of its rows. Nothing is copied.
    pub(super) fn bytes(&self, tensor: &str) -> Result<(&'d [i8], usize), EngineError> {
        let (data, shape) = self.view(tensor, Dtype::I8)?;
        // SAFETY: i8 and u8 have the same size and alignment, and every bit pattern is both.
        let data = unsafe { std::slice::from_raw_parts(data.as_ptr().cast::<i8>(), data.len()) };
        Ok((data, shape.last().copied().unwrap_or(1)))
    }

    /// A quantised linear layer.
    pub(super) fn matrix(&self, layer: &str) -> Result<Matrix, EngineError> {
        let (weights, inputs) = self.bytes(&format!("{layer}.q"))?;
        let scales = self.floats(&format!("{layer}.scale"))?;
        let bias = self.floats(&format!("{layer}.bias"))?;
        if inputs % super::kernel::GROUP != 0
            || scales.len() * inputs != weights.len()
            || bias.len() != scales.len()
        {
            return Err(self.error(layer, "its weights, scales and bias do not fit together"));
        }
        Ok(Matrix::new(weights, &scales, &bias, inputs))
    }

    /// The weight and bias of a layer norm.
    pub(super) fn norm(&self, layer: &str) -> Result<(Vec<f32>, Vec<f32>), EngineError> {
        Ok((self.floats(&format!("{layer}.weight"))?, self.floats(&format!("{layer}.bias"))?))
    }
}
