//! How float code is compiled: written once, and once for each path.

/// Compiles a function once for each path. In its body `FMA` tells whether a fused product is fast.
macro_rules! for_each_path {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        $vis fn $name(path: Path, $($arg: $type),*) {
            #[inline(always)]
            #[allow(clippy::too_many_arguments, non_snake_case)]
            fn body<const FMA: bool>($($arg: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512vl,fma")]
            fn avx512($($arg: $type),*) { body::<true>($($arg),*) }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2($($arg: $type),*) { body::<true>($($arg),*) }
            match path {
                // SAFETY: `Path::best` saw the instructions.
                #[cfg(target_arch = "x86_64")]
                Path::Avx512 => unsafe { avx512($($arg),*) },
                #[cfg(target_arch = "x86_64")]
                Path::Avx2 => unsafe { avx2($($arg),*) },
                _ => body::<{ cfg!(target_arch = "aarch64") }>($($arg),*),
            }
        }
    };
}
